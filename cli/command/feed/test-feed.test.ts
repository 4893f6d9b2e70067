import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';
import { feed, feedReport } from '../../fixture/supply.ts';

const test = (body: object, ...more: string[]) =>
  atlantic(['feed', 'test', 'ours', ...more], {
    'GET /supply/feeds/ours': { body: feed },
    'POST /supply/feeds/ours/test': { body },
  });

it('says what a feed would bring', async () => {
  const body = { report: feedReport, sample: ['http://192.0.2.1:80', 'socks5://192.0.2.2:1080'] };
  const { code, out } = await test(body);
  expect([code, out.split('\n')]).toEqual([
    0,
    [expect.stringMatching(/^ours: 120 found/), '  http://192.0.2.1:80', '  socks5://192.0.2.2:1080'],
  ]);
  expect(JSON.parse((await test(body, '--json')).out)).toEqual(body);
});

it('ends with 1 when it could not be had', async () => {
  const { code, out } = await test({ report: { ...feedReport, problem: 'timeout' }, sample: [] });
  expect([code, out]).toEqual([1, 'ours: failed: timeout, after 4 KiB in 0.3 s']);
});
