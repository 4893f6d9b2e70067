import { expect, it } from 'vitest';
import { createBinder } from './bind.ts';

const listener = (bind: string) => ({ bind, protocols: ['http' as const] });

it('binds what is configured', async () => {
  expect(await createBinder([])([listener('[::1]:8080')])).toEqual([{ host: '::1', port: 8080, protocols: ['http'] }]);
});

it('chooses a port for port 0 and keeps it', async () => {
  const bind = createBinder([]);
  const [first] = await bind([listener('127.0.0.1:0')]);
  expect(first?.port).toBeGreaterThan(0);
  expect((await bind([listener('127.0.0.1:0')]))[0]?.port).toBe(first?.port);
});

it('comes back on the ports of an earlier life', async () => {
  const bind = createBinder(['127.0.0.1:40001', '127.0.0.1:40002']);
  const bound = await bind([listener('127.0.0.1:0'), listener('127.0.0.1:9000')]);
  expect(bound.map(({ port }) => port)).toEqual([40001, 9000]);
});

it('does not take the port of another address', async () => {
  expect((await createBinder(['127.0.0.2:40001'])([listener('127.0.0.1:0')]))[0]?.port).not.toBe(40001);
});

it('binds what this machine has in place of what is configured, in the same order', async () => {
  const bind = createBinder(['127.0.0.2:40001'], ['127.0.0.2:0']);
  const bound = await bind([listener('10.0.0.1:8080'), listener('127.0.0.1:9000')]);
  expect(bound.map(({ host, port }) => `${host}:${port}`)).toEqual(['127.0.0.2:40001', '127.0.0.1:9000']);
});

it('leaves what else a listener says as it is', async () => {
  const terms = { allowFrom: ['127.0.0.1'], credential: 'alice', tls: { certificate: '/c', key: '/k' } };
  expect(await createBinder([])([{ ...listener('127.0.0.1:9000'), ...terms }])).toEqual([
    { host: '127.0.0.1', port: 9000, protocols: ['http'], ...terms },
  ]);
});

it('keeps the chosen ports while listeners come and go before them', async () => {
  const bind = createBinder(['127.0.0.1:40001', '127.0.0.2:40002']);
  const [one, two] = [listener('127.0.0.1:0'), listener('127.0.0.2:0')];
  await bind([one, two]);
  expect((await bind([two])).map(({ port }) => port)).toEqual([40002]);
  expect((await bind([listener('127.0.0.1:9000'), two, one])).map(({ port }) => port)).toEqual([9000, 40002, 40001]);
  const [, again] = await bind([one, one]);
  expect([40001, 40002]).not.toContain(again?.port);
});
