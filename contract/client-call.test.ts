import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callApi } from './client-call.ts';
import { AtlanticError } from './errors.ts';

/** Runs `use` against a real server on a free port. */
async function against<Result>(listener: RequestListener, use: (url: string) => Promise<Result>): Promise<Result> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const call = (url: string, timeoutMs = 5000) =>
  callApi(
    { url, apiKey: 'atl_k_test', fetch, timeoutMs },
    { method: 'GET', path: '/status' },
    z.object({ version: z.string() }),
  );

async function failure(promise: Promise<unknown>): Promise<AtlanticError> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof AtlanticError)) throw new Error(`expected an AtlanticError, got ${String(thrown)}`);
  return thrown;
}

const problem = (code: string, more: object = {}) =>
  JSON.stringify({ type: `urn:atlantic:error:${code}`, title: 't', status: 404, code, recovery: 'r', ...more });

describe('callApi', () => {
  it('sends the key and reads the answer', async () => {
    let seen: unknown;
    const answer = await against(
      ({ url, method, headers }, response) => {
        seen = [method, url, headers.authorization];
        response.end('{"version":"1","new":true}');
      },
      (url) => call(`${url}/`),
    );
    expect(answer).toEqual({ version: '1' });
    expect(seen).toEqual(['GET', '/api/v1/status', 'Bearer atl_k_test']);
  });

  it.each([
    [problem('not_found', { detail: 'No credential is named x.' }), 'not_found', 'No credential is named x.'],
    [problem('api_key_invalid'), 'api_key_invalid', undefined],
    [
      problem('validation_failed', {
        errors: [
          { field: 'name', message: 'must be short' },
          { field: 'quota', message: 'is odd' },
        ],
      }),
      'validation_failed',
      'name: must be short; quota: is odd',
    ],
  ])('throws the error control answers with: %s', async (body, code, detail) => {
    const error = await against(
      (_, response) => response.writeHead(404).end(body),
      (url) => failure(call(url)),
    );
    expect([error.code, error.detail]).toEqual([code, detail]);
  });

  it.each([
    ['a page', 200, '<html>'],
    ['another API', 200, '{"hello":1}'],
    ['an unknown problem', 418, problem('teapot')],
    ['a redirect', 302, ''],
    ['too much', 200, `"${'x'.repeat(16 * 1024 * 1024)}"`],
  ])('does not take %s for Atlantic', async (_, status, body) => {
    const error = await against(
      (_request, response) => response.writeHead(status, { location: '/elsewhere' }).end(body),
      (url) => failure(call(url)),
    );
    expect(error.code).toBe('control_unreachable');
  });

  it('says why there is no answer', async () => {
    const gone = await against(
      (_, response) => response.end(),
      async (url) => url,
    );
    expect((await failure(call(gone))).detail).toMatch(/^http:.*ECONNREFUSED.*\.$/);
  });

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ])('says that a certificate was not trusted: %s', async (code) => {
    const cause = Object.assign(new Error('not this one'), { code });
    const control = { apiKey: 'k', timeoutMs: 50, fetch: () => Promise.reject(new TypeError('failed', { cause })) };
    const error = await failure(callApi({ ...control, url: 'https://c.test' }, { method: 'GET', path: '/' }, z.any()));
    expect([error.code, error.detail]).toEqual(['control_untrusted', 'https://c.test: not this one']);
  });

  it.each([
    ['never answers', () => {}],
    ['stops in the middle', (_: unknown, response: { write(text: string): void }) => response.write('{')],
  ])('gives up on a server that %s', async (_, listener) => {
    const error = await against(listener, (url) => failure(call(url, 50)));
    expect([error.code, error.detail]).toEqual([
      'control_unreachable',
      expect.stringMatching(/: no answer in 50 ms\.$/),
    ]);
  });
});
