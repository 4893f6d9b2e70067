import { once } from 'node:events';
import { connect } from 'node:net';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { expect, it } from 'vitest';
import { startFakeProxy } from '../fixture/proxy.ts';
import { certificateFault, createContexts, judgeContext, secure, tlsFault } from './tls-step.ts';

it('shakes hands with anybody, and says whether it is who it should be', async () => {
  const issuer = createIssuer();
  await using server = await startFakeProxy({ kind: 'http', certificate: issuer.issue('judge.test') });
  const authorized = async (name: string, context = judgeContext(issuer.certificate)) => {
    const secured = secure(connect(server.port, server.host), name, context);
    await once(secured, 'secureConnect');
    secured.destroy();
    return [secured.authorized, certificateFault(secured.authorizationError).detail];
  };
  expect((await authorized('judge.test'))[0]).toBe(true);
  expect(await authorized('other.test')).toEqual([
    false,
    'The certificate is not the judge’s (ERR_TLS_CERT_ALTNAME_INVALID).',
  ]);
  expect((await authorized('judge.test', createContexts().anyone))[0]).toBe(false);
});

it('has no words for a handshake that failed but the code', () => {
  const error = Object.assign(new Error('what the other side wrote'), { code: 'EPROTO' });
  expect(tlsFault(error, true)).toMatchObject({ code: 'upstream_tls_failed', detail: 'EPROTO.', asked: true });
});
