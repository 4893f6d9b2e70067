import { expect, it } from 'vitest';
import { curl } from './curl.ts';
import { startJudge } from './judge.ts';

it('answers with what it was asked', async () => {
  await using judge = await startJudge();
  const page = await curl(['-H', 'X-Test: <yes>', `${judge.url}a1b2c3d4`]);
  expect(page).toMatchObject({ code: 0, status: 200 });
  expect(page.stdout.toString()).toContain('\ntoken a1b2c3d4\naddress 127.0.0.1\n');
  expect(page.stdout.toString()).toContain('\nheader X-Test: &lt;yes&gt;\n');
  expect((await curl(['-X', 'POST', `${judge.url}a1b2c3d4`])).status).toBe(405);
});
