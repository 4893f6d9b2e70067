import { expect, it } from 'vitest';
import { snapshotListener } from './listeners.ts';

const plain = { bind: '127.0.0.1:1', protocols: ['http' as const] };

it('makes the paths of a certificate absolute, and leaves the rest as it is', () => {
  expect(snapshotListener(plain, '/etc/gateway')).toEqual(plain);
  const tls = { certificate: 'tls/cert.pem', key: '/run/key.pem' };
  expect(snapshotListener({ ...plain, tls, pool: 'rented' }, '/etc/gateway')).toEqual({
    ...plain,
    pool: 'rented',
    tls: { certificate: '/etc/gateway/tls/cert.pem', key: '/run/key.pem' },
  });
});
