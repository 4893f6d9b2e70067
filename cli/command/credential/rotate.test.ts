import { expect, it } from 'vitest';
import { withSecret } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const answers = { 'POST /credentials/my%20app/rotate': { body: withSecret } };

it('shows the new secret', async () => {
  const { code, out } = await atlantic(['credential', 'rotate', 'my app'], answers);
  expect(code).toBe(0);
  expect(out).toMatch(/^my app has a new secret; the old one no longer works\.\n[\s\S]*atl_c_secret/);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['credential', 'rotate', 'my app', '--json'], answers);
  expect(JSON.parse(out)).toEqual(withSecret);
});
