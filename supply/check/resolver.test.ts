import { expect, it } from 'vitest';
import { createResolver } from './resolver.ts';

/** Names that are answered when the test says so. */
function bench(table: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  let time = 0;
  const resolver = createResolver({
    now: () => time,
    lookup: (host) =>
      new Promise((resolve, reject) => {
        asked.push(host);
        const found = table[host];
        answers.push(() => (found ? resolve(found) : reject(new Error('ENOTFOUND'))));
      }),
  });
  return {
    asked,
    ask: (host: string) => new Promise<string | undefined>((resolve) => resolver.resolve(host, resolve)),
    answer: () => answers.splice(0).forEach((one) => void one()),
    later: (ms: number) => {
      time += ms;
    },
  };
}

it('takes addresses and localhost for what they are', async () => {
  const { ask, asked } = bench({});
  expect(await ask('192.0.2.1')).toBe('192.0.2.1');
  expect(await ask('2001:DB8::1')).toBe('2001:db8::1');
  expect(await ask('localhost')).toBe('127.0.0.1');
  expect(asked).toEqual([]);
});

it('asks once for all who want the same, and keeps the answer a while, IPv4 before IPv6', async () => {
  const { ask, asked, answer, later } = bench({ 'a.example': ['2001:db8::1', '192.0.2.1'] });
  const both = Promise.all([ask('a.example'), ask('a.example')]);
  answer();
  expect(await both).toEqual(['192.0.2.1', '192.0.2.1']);
  expect(await ask('a.example')).toBe('192.0.2.1');
  expect(asked).toHaveLength(1);
  later(300_001);
  const again = ask('a.example');
  answer();
  expect(await again).toBe('192.0.2.1');
  expect(asked).toHaveLength(2);
});

it('remembers that there is none', async () => {
  const { ask, asked, answer } = bench({});
  const first = ask('none.example');
  answer();
  expect(await first).toBeUndefined();
  expect(await ask('none.example')).toBeUndefined();
  expect(asked).toHaveLength(1);
});

it('has no more than 64 questions under way', async () => {
  const { ask, asked, answer } = bench({});
  const all = Promise.all(Array.from({ length: 100 }, (_, number) => ask(`n${number}.example`)));
  expect(asked).toHaveLength(64);
  answer();
  await Promise.resolve();
  while (asked.length < 100) await new Promise(setImmediate);
  answer();
  expect(await all).toHaveLength(100);
});
