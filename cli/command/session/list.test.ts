import type { SessionView } from '@atlantic/contract/api-session.ts';
import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';

const session: SessionView = {
  id: 'shop:cart7',
  credential: 'shop',
  session: 'cart7',
  plane: 'local',
  pool: 'rented',
  exit: 'http://proxy.example:3128',
  since: '2026-11-21T10:00:00.000Z',
  lastUsedAt: '2026-11-21T10:05:00.000Z',
  endsAt: null,
  requests: 12,
};

it('shows where each session is', async () => {
  const answers = { 'GET /sessions?limit=1000&credential=shop': { body: { sessions: [session], next: null } } };
  const { code, out } = await atlantic(['session', 'list', '--credential', 'shop'], answers);
  expect([code, out]).toEqual([
    0,
    `ID           PLANE   POOL     EXIT                        SINCE                 LAST USED             ENDS   REQUESTS
shop:cart7   local   rented   http://proxy.example:3128   2026-11-21 10:00:00   2026-11-21 10:05:00   -            12`,
  ]);
});

it('goes on to the last page', async () => {
  const answers = {
    'GET /sessions?limit=1000': { body: { sessions: [session], next: 'a b' } },
    'GET /sessions?limit=1000&cursor=a+b': { body: { sessions: [{ ...session, exit: null }], next: null } },
  };
  const { out } = await atlantic(['session', 'list', '--json'], answers);
  expect(JSON.parse(out)).toEqual({ sessions: [session, { ...session, exit: null }], next: null });
});

it('says how to name one where there is none', async () => {
  const { out } = await atlantic(['session', 'list'], {
    'GET /sessions?limit=1000': { body: { sessions: [], next: null } },
  });
  expect(out).toContain('atlantic session new');
});
