import { expect, it } from 'vitest';
import { usage } from '../fixture/answer.ts';
import { atlantic, problem } from '../fixture/shell.ts';

it('is a table', async () => {
  const { out } = await atlantic(['usage'], { 'GET /usage': { body: usage } });
  expect(out).toBe(`NAME     REQUESTS   FAILED   REFUSED      UP    DOWN     TOTAL   QUOTA
my app          3        2         0   512 B   1 KiB   1.5 KiB   1 GiB`);
});

it('is the answer of the API with --json, of one credential when it is named', async () => {
  const { out } = await atlantic(['usage', '--credential', 'my app', '--json'], {
    'GET /usage?credential=my%20app': { body: usage },
  });
  expect(JSON.parse(out)).toEqual(usage);
});

it('says what to do when there is none', async () => {
  const { out } = await atlantic(['usage'], { 'GET /usage': { body: { credentials: [] } } });
  expect(out).toContain('atlantic credential create --name NAME');
});

it('fails for a credential that does not exist', async () => {
  const answers = { 'GET /usage?credential=x': problem(404, 'not_found', 'No credential is named x.') };
  const { code, err } = await atlantic(['usage', '--credential', 'x'], answers);
  expect([code, err]).toEqual([1, expect.stringContaining('No credential is named x.')]);
});
