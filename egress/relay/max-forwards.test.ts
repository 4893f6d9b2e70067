import type { HeaderList } from '@atlantic/wire/http-header.ts';
import { describe, expect, it } from 'vitest';
import { spendHop } from './max-forwards.ts';

const spend = (method: string, ...values: string[]): HeaderList =>
  spendHop({ method, headers: [['A', '1'], ...values.map((value) => ['max-forwards', value] as const)] });

describe('Max-Forwards', () => {
  it.each([
    ['TRACE', '1', '0'],
    ['OPTIONS', '010', '9'],
    ['OPTIONS', '9'.repeat(400), String(Number.MAX_SAFE_INTEGER - 1)],
  ])('of %s counts %s down to %s', (method, value, next) => {
    expect(spend(method, value)).toEqual([
      ['A', '1'],
      ['Max-Forwards', next],
    ]);
  });

  it('is left alone in other methods, and where it is absent', () => {
    expect(spend('GET', '0')).toEqual([
      ['A', '1'],
      ['max-forwards', '0'],
    ]);
    expect(spend('TRACE')).toEqual([['A', '1']]);
  });

  it('ends the request at 0', () => {
    expect(() => spend('TRACE', '0')).toThrow(expect.objectContaining({ code: 'request_unsupported' }));
  });

  it.each([[['x']], [['']], [['-1']], [['1', '1']]])('is refused as %j', (values) => {
    expect(() => spend('OPTIONS', ...values)).toThrow(expect.objectContaining({ code: 'request_malformed' }));
  });
});
