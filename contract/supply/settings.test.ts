import { expect, it } from 'vitest';
import { checkSettingsSchema, judgeSchema, whereSchema } from './settings.ts';

it('has a default for every way to check', () => {
  expect(checkSettingsSchema.parse({})).toEqual({
    mode: 'full',
    concurrency: 4_000,
    processes: 0,
    connectSeconds: 5,
    stageSeconds: 8,
    totalSeconds: 20,
    judgeSeconds: 60,
    retries: 1,
    confirm: true,
    tls: true,
    tlsConcurrency: 1_000,
    allowPrivate: false,
  });
});

it('takes judges by http and https, and nothing else', () => {
  expect(judgeSchema.parse({ url: 'http://192.0.2.1/' })).toEqual({ url: 'http://192.0.2.1/', format: 'atlantic' });
  for (const url of ['judge', 'ftp://judge/', 'http://user@judge/']) {
    expect(judgeSchema.safeParse({ url }).success).toBe(false);
  }
});

it.each([
  { kinds: [] },
  { countries: ['US'] },
  { anonymity: 'high' },
  { minUptime: 2 },
  { asns: [0] },
])('refuses to look for %j', (wrong) => expect(whereSchema.safeParse(wrong).success).toBe(false));
