import { describe, expect, it } from 'vitest';
import { withSecret } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';
import { givenAllowFrom, showAllowFrom } from './allow-from.ts';

const answers = { 'POST /credentials': { status: 201, body: withSecret } };
const create = (...rest: string[]) => atlantic(['credential', 'create', '--name', 'a', ...rest], answers);

describe('--allow-from', () => {
  it('may be given again and again', async () => {
    const { code, asked } = await create('--allow-from', '10.0.0.0/8', '--allow-from', '::1');
    expect(code).toBe(0);
    expect(asked[1]).toMatchObject({ allowFrom: ['10.0.0.0/8', '::1'] });
  });

  it('says what is no address', async () => {
    const { code, err, asked } = await create('--allow-from', 'office.example');
    expect([code, asked]).toEqual([2, []]);
    expect(err).toContain('It must be an IP address or a CIDR range, for example 10.0.0.7 or 10.0.0.0/8.');
  });
});

it('is left to the API when it is not given, and shown in words', () => {
  expect(givenAllowFrom({})).toEqual({});
  expect([showAllowFrom([]), showAllowFrom(['::1', '10.0.0.0/8'])]).toEqual(['anywhere', '::1, 10.0.0.0/8']);
});
