import { expect, it } from 'vitest';
import { faultOfDial } from './dial-fault.ts';

it.each([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
  'EAGAIN',
  'ENETDOWN',
])('takes %s for this machine’s own', (code) =>
  expect(faultOfDial(code, false, '192.0.2.1')).toEqual({ kind: 'local', code }));

it.each([
  ['ECONNREFUSED', 'connection_refused'],
  ['ETIMEDOUT', 'connection_timeout'],
  ['ECONNRESET', 'connection_terminated'],
  ['EHOSTUNREACH', 'destination_unroutable'],
  ['ENETUNREACH', 'destination_unroutable'],
  ['EINVAL', 'destination_unroutable'],
])('takes %s that comes from afar for %s', (code, dead) => {
  expect(faultOfDial(code, false, '192.0.2.1')).toMatchObject({ kind: 'dead', code: dead });
});

it('takes a missing route that is known at once for this machine’s own', () => {
  expect(faultOfDial('ENETUNREACH', true, '192.0.2.1')).toEqual({ kind: 'local', code: 'ENETUNREACH' });
});
