import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';

const answers = { 'DELETE /credentials/a': { status: 204 } };

it('says what is gone', async () => {
  const { code, out, asked } = await atlantic(['credential', 'delete', 'a'], answers);
  expect([code, out, asked]).toEqual([0, 'Deleted a.', ['DELETE /credentials/a']]);
  expect(JSON.parse((await atlantic(['credential', 'delete', 'a', '--json'], answers)).out)).toEqual({
    name: 'a',
    deleted: true,
  });
});

it('fails when there is none', async () => {
  const { code } = await atlantic(['credential', 'delete', 'b'], {
    'DELETE /credentials/b': problem(404, 'not_found'),
  });
  expect(code).toBe(1);
});
