import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';
import { feed } from '../../fixture/supply.ts';

const POST = 'POST /supply/feeds';
const url = 'https://lists.example/ours.txt';
const add = (body: object, ...args: string[]) =>
  atlantic(
    ['feed', 'add', 'ours', url, ...args],
    { [POST]: { status: 201, body } },
    {
      ATLANTIC_CONTROL: 'http://control.test',
      ATLANTIC_API_KEY: 'atl_k_test',
      FEED_KEY: 'Bearer hush',
    },
  );

it('adds a feed, and says how to try it', async () => {
  const { out, asked } = await add(feed);
  expect(asked).toEqual([POST, { name: 'ours', url }]);
  expect(out).toBe('Added ours. Try it with: atlantic feed test ours');
});

it('takes all that can be said of one, with secrets from elsewhere', async () => {
  const words = ['--kind', 'socks5', '--format', 'csv', '--every', '60', '--timeout', '5', '--user-agent', 'me'];
  const headers = ['--header', 'Authorization: env:FEED_KEY', '--header', 'Accept:text/csv'];
  const { out, asked } = await add({ ...feed, enabled: false }, ...words, ...headers, '--allow-private', '--paused');
  expect(asked[1]).toEqual({
    ...{ name: 'ours', url, kind: 'socks5', format: 'csv', everySeconds: 60, timeoutSeconds: 5, userAgent: 'me' },
    ...{ headers: { Authorization: 'Bearer hush', Accept: 'text/csv' }, allowPrivate: true, enabled: false },
  });
  expect(out).toBe('Added ours. It is paused.');
  expect(JSON.parse((await add(feed, '--json')).out)).toEqual(feed);
});

it.each([[['--kind', 'ftp']], [['--every', 'soon']], [['--header', 'nothing']]])('refuses %j', async (words) => {
  const { code, asked } = await add(feed, ...words);
  expect([code, asked]).toEqual([2, []]);
});

it('says which secret is missing, and asks nothing', async () => {
  const { code, err, asked } = await add(feed, '--header', 'Authorization: env:NONE');
  expect([code, asked]).toEqual([1, []]);
  expect(err).toContain('the environment variable NONE is not set');
});
