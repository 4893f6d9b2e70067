import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';

const answer = (obeyed: boolean | null) => ({
  'DELETE /bans/b1': { body: { id: 'b1', planes: [{ plane: 'local', obeyed, detail: null }] } },
});

it('ends a ban', async () => {
  expect(await atlantic(['ban', 'remove', 'b1'], answer(true))).toMatchObject({
    code: 0,
    out: 'b1 is no more on local.',
  });
  expect((await atlantic(['ban', 'remove', 'b1', '--json'], answer(true))).out).toContain('"id": "b1"');
});

it('fails when nobody answered, and when there is no such ban', async () => {
  expect((await atlantic(['ban', 'remove', 'b1'], answer(null))).code).toBe(1);
  const unknown = { 'DELETE /bans/b1': problem(404, 'not_found', 'No plane holds such a ban.') };
  expect(await atlantic(['ban', 'remove', 'b1'], unknown)).toMatchObject({
    code: 1,
    err: expect.stringContaining('No plane holds'),
  });
});
