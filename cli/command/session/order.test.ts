import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';

const plane = (state: string, detail: string | null = null) => ({ plane: 'berlin', state, detail });
const outcome = (done: boolean, ...planes: object[]) => ({ body: { id: 'shop:cart7', done, planes } });

it.each([
  ['rotate', 'POST /sessions/shop%3Acart7/rotate', 'shop:cart7 has another exit from its next request on.'],
  ['end', 'DELETE /sessions/shop%3Acart7', 'shop:cart7 has ended.'],
])('%s says when it holds', async (verb, request, said) => {
  const { code, out, asked } = await atlantic(['session', verb, 'shop:cart7'], {
    [request]: outcome(true, plane('done')),
  });
  expect([code, out, asked]).toEqual([0, said, [request]]);
});

it('fails and names the planes where it does not', async () => {
  const answers = {
    'POST /sessions/shop%3Acart7/rotate': outcome(false, plane('done'), plane('waiting'), plane('failed', 'busy')),
  };
  const { code, err } = await atlantic(['session', 'rotate', 'shop:cart7'], answers);
  expect([code, err]).toEqual([
    1,
    'berlin has not answered. It is told again when it connects.\nberlin could not obey: busy',
  ]);
  expect((await atlantic(['session', 'rotate', 'shop:cart7', '--json'], answers)).code).toBe(1);
});
