import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listenerUrl, newSession, pageOf, readId } from './rules.ts';

const SHOP = { name: 'shop', username: 'shop', options: { country: 'us' } };
const URL = 'http://127.0.0.1:8080';

describe('the user name of a session', () => {
  it('has the session and its options in it', () => {
    expect(newSession(SHOP, 'cart7', { lifetime: '30', strict: 'on' }, URL)).toEqual({
      id: 'shop:cart7',
      credential: 'shop',
      session: 'cart7',
      username: 'shop-session-cart7-lifetime-30-strict-on',
      curl: "curl -x http://127.0.0.1:8080 -U 'shop-session-cart7-lifetime-30-strict-on:SECRET' https://example.com/",
    });
  });

  it.each([
    ['cart 7', {}, 'option_malformed'],
    ['a', { lifetime: '0' }, 'option_malformed'],
    ['a', { colour: 'red' }, 'option_unknown'],
    ['a', { country: 'de' }, 'option_duplicate'],
    ['a', { rotate: 'now' }, 'option_conflict'],
    ['a', { rotate: 'request' }, 'option_conflict'],
  ])('of %s with %j is refused', (session, options, code) => {
    expect(() => newSession(SHOP, session, options, URL)).toThrow(expect.objectContaining({ code }));
  });

  it('takes the options beside it that the credential sets', () => {
    expect(newSession(SHOP, 'a', { city: 'albany' }, URL).username).toBe('shop-session-a-city-albany');
  });
});

it('reads the ids it gives, and nothing else', () => {
  expect(readId('my shop:cart7')).toEqual({ credential: 'my shop', session: 'cart7' });
  for (const id of ['shop', 'shop:', ':cart', 'a:b:c', 'a:b c'])
    expect(() => readId(id)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

describe('a page', () => {
  const report = (session: string, credential = 'c1') => ({ credential, session, since: 0, usedAt: 0, requests: 1 });
  const names = new Map([
    ['c1', 'shop'],
    ['c2', 'news'],
  ]);

  it('shows where a session is and until when', () => {
    const full = { ...report('a'), pool: 'rented in us', exit: 'e1', endsAt: 60_000 };
    const sources = [{ plane: 'local', sessions: [full, { ...report('b'), pool: 'rented', exit: 'gone' }] }];
    const { sessions, next } = pageOf(sources, names, new Map([['e1', 'http://proxy.example:1']]), {
      cursor: undefined,
      limit: 10,
    });
    expect(next).toBeNull();
    expect(sessions).toMatchObject([
      {
        id: 'shop:a',
        plane: 'local',
        pool: 'rented in us',
        exit: 'http://proxy.example:1',
        endsAt: '1970-01-01T00:01:00.000Z',
      },
      { id: 'shop:b', exit: 'gone', endsAt: null },
    ]);
  });

  it('goes through all of them once, of the credentials that are asked for', () => {
    const some = fc.uniqueArray(fc.tuple(fc.constantFrom('c1', 'c2', 'deleted'), fc.stringMatching(/^[a-z]{1,3}$/)), {
      selector: ([credential, session]) => `${credential} ${session}`,
    });
    fc.assert(
      fc.property(some, some, fc.integer({ min: 1, max: 5 }), (local, berlin, limit) => {
        const sources = [
          { plane: 'local', sessions: local.map(([credential, session]) => report(session, credential)) },
          { plane: 'berlin', sessions: berlin.map(([credential, session]) => report(session, credential)) },
        ];
        const seen: string[] = [];
        let cursor: string | null | undefined;
        do {
          const page = pageOf(sources, names, new Map(), { cursor: cursor ?? undefined, limit });
          seen.push(...page.sessions.map(({ id, plane }) => `${id} ${plane}`));
          cursor = page.next;
        } while (cursor !== null);
        const all = sources.flatMap(({ plane, sessions }) =>
          sessions.flatMap(({ credential, session }) =>
            names.has(credential) ? [`${names.get(credential)}:${session} ${plane}`] : [],
          ),
        );
        expect(seen).toEqual(all.sort((one, other) => (one < other ? -1 : 1)));
      }),
    );
  });
});

it('names the first listener that speaks HTTP, as it is bound', () => {
  const declared = [
    { bind: '127.0.0.1:1080', protocols: ['socks5'] },
    { bind: '0.0.0.0:0', protocols: ['http'], tls: {} },
  ];
  expect(listenerUrl(declared, ['127.0.0.1:1080', '0.0.0.0:8443'])).toBe('https://GATEWAY:8443');
  expect(listenerUrl([{ bind: '127.0.0.1:8080', protocols: ['http'] }], undefined)).toBe('http://127.0.0.1:8080');
  expect(listenerUrl([], undefined)).toBe('http://GATEWAY:PORT');
});
