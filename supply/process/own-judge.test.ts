import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { expect, it } from 'vitest';
import { startOwnJudge } from './own-judge.ts';

const TOKEN = '0123456789abcdef01234567';

it('listens where it is said, where it is said at all', async () => {
  const { log, lines } = readableLog();
  expect(await startOwnJudge(undefined, log)).toBeUndefined();
  const judge = await startOwnJudge({ listen: '127.0.0.1:0' }, log);
  expect(await (await fetch(`http://${judge?.bound}/${TOKEN}`)).text()).toContain(TOKEN);
  await judge?.close();
  expect(lines).toEqual([]);
});

it('says what it cannot do, and holds nobody up', async () => {
  const { log, lines } = readableLog();
  const tls = { certificate: '/nowhere/c.pem', key: '/nowhere/k.pem' };
  expect(await startOwnJudge({ listen: '127.0.0.1:0', tlsListen: '127.0.0.1:0', tls }, log)).toBeUndefined();
  expect(lines).toMatchObject([{ level: 'error', listener: '127.0.0.1:0' }]);
});
