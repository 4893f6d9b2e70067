import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { expect, it } from 'vitest';
import { createOwnJudge } from './own-judge.ts';

const TOKEN = '0123456789abcdef01234567';
const page = async (bound: string | undefined) => (await fetch(`http://${bound}/${TOKEN}`)).text();

it('listens where it is said, moves when that changes, and ends', async () => {
  const judge = createOwnJudge(readableLog().log);
  await judge.follow({ listen: '127.0.0.1:0' });
  const [first] = judge.bound();
  expect(await page(first)).toContain(TOKEN);
  await judge.follow({ listen: '127.0.0.1:0' });
  expect(judge.bound()).toEqual([first]);
  await judge.follow({ listen: '127.0.0.2:0' });
  expect(judge.bound()[0]).toMatch(/^127\.0\.0\.2:/);
  await expect(page(first)).rejects.toThrow();
  await judge.follow(undefined);
  expect(judge.bound()).toEqual([]);
});

it('says what it cannot do, and goes on', async () => {
  const { log, lines } = readableLog();
  const judge = createOwnJudge(log);
  const tls = { certificate: '/nowhere/c.pem', key: '/nowhere/k.pem' };
  await judge.follow({ listen: '127.0.0.1:0', tlsListen: '127.0.0.1:0', tls });
  expect(lines).toMatchObject([{ level: 'error', listener: '127.0.0.1:0' }]);
  await judge.follow({ listen: '127.0.0.1:0' });
  expect(judge.bound()).toHaveLength(1);
  await judge.close();
});
