import { expect, it } from 'vitest';
import { exitAddressIn } from './exit-address.ts';

it.each([
  ['192.0.2.7\n', '192.0.2.7'],
  ['2001:DB8::1', '2001:db8::1'],
  ['{"ip":"192.0.2.7","country":"US"}', '192.0.2.7'],
  ['fl=1\nip=192.0.2.7\nts=3\n', '192.0.2.7'],
  ['', undefined],
  ['ok', undefined],
  ['{"ip":"here"}', undefined],
  ['{"ip":7}', undefined],
  ['{"ip":', undefined],
  ['null', undefined],
])('%j says %s', (body, address) => expect(exitAddressIn(body)).toBe(address));
