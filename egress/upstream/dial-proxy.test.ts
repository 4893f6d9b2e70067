import { AtlanticError } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { startServer } from '../fixture/peer.ts';
import { dialProxy } from './dial-proxy.ts';
import type { Resolve } from './resolve.ts';
import { createTlsClient } from './tls-client.ts';

const dialAs = (resolve: Resolve, port = 1) =>
  dialProxy({
    endpoint: { kind: 'http', host: 'proxy.example', port },
    resolve,
    tls: createTlsClient(),
    ending: new AbortController().signal,
  });

it('connects to what the name of the proxy stands for', async () => {
  const accepted = Promise.withResolvers<void>();
  await using proxy = await startServer(() => accepted.resolve());
  const connection = await dialAs(async (host) => (host === 'proxy.example' ? ['127.0.0.1'] : []), proxy.port);
  await accepted.promise;
  connection.destroy();
});

it('blames the endpoint for a name that does not exist, so that another is tried', async () => {
  const unknown = dialAs(() => Promise.reject(new AtlanticError('dns_error')));
  await expect(unknown).rejects.toMatchObject({ code: 'upstream_proxy_failed', retryable: true });
});

it('passes on what else goes wrong', async () => {
  const slow = dialAs(() => Promise.reject(new AtlanticError('dns_timeout')));
  await expect(slow).rejects.toMatchObject({ code: 'dns_timeout' });
  await expect(dialAs(async () => ['127.0.0.1'])).rejects.toMatchObject({ code: 'connection_refused' });
});
