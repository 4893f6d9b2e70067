import { expect, it } from 'vitest';
import { jsonEntries, parseJson } from './json.ts';

it.each([
  [
    [1, 2],
    [1, 2],
  ],
  [{ data: [1] }, [1]],
  [{ status: 'ok', data: { proxies: [1] } }, [1]],
  [{ host: 'h', port: 1 }, [{ host: 'h', port: 1 }]],
  [{ data: { data: { data: { data: [1] } } } }, [{ data: { data: { data: { data: [1] } } } }]],
  ['text', undefined],
  [null, undefined],
])('finds the entries of %j', (value, expected) => expect(jsonEntries(value)).toEqual(expected));

it('does not throw', () => expect(['[1]', '{', ''].map(parseJson)).toEqual([[1], undefined, undefined]));
