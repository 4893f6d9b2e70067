import { expect, it } from 'vitest';
import { credentialOf } from './credential.ts';

it('is written as RFC 7617 section 2 writes it', () => {
  expect(credentialOf('a', 'Aladdin', 'open sesame')).toMatchObject({
    user: 'Aladdin:open sesame',
    header: 'Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
  });
});
