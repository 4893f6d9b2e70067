import { expect, it } from 'vitest';
import { feedOf } from './fixture/feed-server.ts';
import { readOptions } from './fixture/read-options.ts';
import { testFeed } from './test-feed.ts';

it('shows what a feed would bring, without its secrets', async () => {
  const list = [
    'anna:hush@1.2.3.4:80',
    'socks5://[2606:4700::1]:81',
    ...Array.from({ length: 20 }, (_, at) => `9.9.9.9:${at + 1}`),
  ];
  const { report, sample } = await testFeed(feedOf({ list }), readOptions());
  expect(report).toMatchObject({ found: 22, problem: null });
  expect(sample).toHaveLength(10);
  expect(sample.slice(0, 3)).toEqual(['1.2.3.4:80', 'socks5://[2606:4700::1]:81', '9.9.9.9:1']);
  expect(JSON.stringify(sample)).not.toMatch(/anna|hush/);
});

it('shows why it would bring nothing', async () => {
  expect(await testFeed(feedOf({ file: '/nowhere' }), readOptions())).toMatchObject({
    report: { problem: 'unreadable-file' },
    sample: [],
  });
});
