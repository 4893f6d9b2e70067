import { expect, it } from 'vitest';
import { createKnownSessions } from './known-sessions.ts';

const report = (session: string, requests = 1) => ({ credential: 'c', session, since: 1, usedAt: 2, requests });

it('knows what was told last, of a bounded number', () => {
  const sessions = createKnownSessions(2);
  sessions.note({ changed: [report('a'), report('b')], gone: [] });
  sessions.note({ changed: [report('a', 5)], gone: [] });
  expect([...sessions.all()]).toEqual([report('b'), report('a', 5)]);
  sessions.note({ changed: [report('c')], gone: [] });
  expect([...sessions.all()]).toEqual([report('a', 5), report('c')]);
  sessions.note({ changed: [], gone: [{ credential: 'c', session: 'a' }] });
  expect([...sessions.all()]).toEqual([report('c')]);
});
