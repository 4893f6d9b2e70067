import { expect, it } from 'vitest';
import { credential } from '../fixture/answer.ts';
import { atlantic } from '../fixture/shell.ts';

const update = (...args: string[]) =>
  atlantic(['credential', 'update', 'a', ...args], { 'PATCH /credentials/a': { body: credential } });

it.each([
  [['--quota-bytes', '10MB'], { quotaBytes: 10_000_000 }],
  [['--quota-bytes', 'none'], { quotaBytes: null }],
  [['--quota-requests', '0'], { quotaRequests: 0 }],
  [['--quota-requests', 'none', '--quota-bytes', '5'], { quotaBytes: 5, quotaRequests: null }],
  [['--rate', '2.5'], { rate: { perSecond: 2.5 } }],
  [['--rate', '50:100', '--concurrency', '7'], { rate: { perSecond: 50, burst: 100 }, concurrency: 7 }],
  [['--rate', 'none', '--concurrency', 'none'], { rate: null, concurrency: null }],
])('%j', async (args, change) => {
  expect((await update(...args)).asked).toEqual(['PATCH /credentials/a', change]);
});

it.each([
  [['--quota-bytes', 'much'], 'Give bytes (1048576), 10MB, 1GiB, or none.'],
  [['--quota-requests', '10k'], 'Give a whole number, or none.'],
  [['--rate', '0'], 'Give requests a second, with a burst if you like (50 or 50:100), or none.'],
  [['--rate', '5/s'], 'Give requests a second, with a burst if you like (50 or 50:100), or none.'],
  [['--concurrency', 'many'], 'Give a whole number, or none.'],
])('%j is wrong usage', async (args, message) => {
  const { code, err, asked } = await update(...args);
  expect([code, asked, err]).toEqual([2, [], expect.stringContaining(message)]);
});
