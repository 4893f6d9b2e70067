import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CertificatePair } from './certificate.ts';
import { AUTHORITY, LOOPBACK, NAMED } from './fixture/certificates.ts';
import { createHttpsFetch, RENEWAL_MS } from './https-fetch.ts';

async function serve(pair: CertificatePair, listener: RequestListener): Promise<string> {
  const server = createServer({ cert: pair.certificate, key: pair.key }, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/path`;
}

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-fetch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, text);
  return file;
}

describe('a call of control', () => {
  it('is sent as it is, and its answer handed over', async () => {
    const url = await serve(LOOPBACK, async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.writeHead(201).end(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
    });
    const fetch = createHttpsFetch({ caFile: fileWith(AUTHORITY) });
    const answer = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer t' }, body: 'ü' });
    expect([answer.status, answer.ok, await answer.text()]).toEqual([201, true, 'POST /path Bearer t ü']);
  });

  it('may have an answer without a body', async () => {
    const url = await serve(LOOPBACK, (_, response) => response.writeHead(204).end());
    const answer = await createHttpsFetch({ caFile: fileWith(AUTHORITY) })(url);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('trusts control’s very own certificate by the name it holds', async () => {
    const url = await serve(NAMED, (_, response) => response.end('hello'));
    const caFile = fileWith(NAMED.certificate);
    expect(await (await createHttpsFetch({ caFile, name: 'control.test' })(url)).text()).toBe('hello');
    await expect(createHttpsFetch({ caFile })(url)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('does not trust another certificate, and sends it nothing', async () => {
    let requests = 0;
    const url = await serve(LOOPBACK, (_, response) => {
      requests += 1;
      response.end();
    });
    const fetch = createHttpsFetch({ caFile: fileWith(NAMED.certificate) });
    await expect(fetch(url)).rejects.toMatchObject({ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
    expect(requests).toBe(0);
  });

  it('trusts what the file holds now', async () => {
    const url = await serve(LOOPBACK, (_, response) => response.end('hello'));
    const caFile = fileWith(NAMED.certificate);
    const fetch = createHttpsFetch({ caFile });
    await expect(fetch(url)).rejects.toThrow();
    writeFileSync(caFile, LOOPBACK.certificate);
    expect((await fetch(url)).status).toBe(200);
  });

  it('trusts what the file held before for a minute, until control has taken the renewed one', async () => {
    // One request a connection: an open one was trusted already.
    const url = await serve(LOOPBACK, (_, response) => response.writeHead(204, { connection: 'close' }).end());
    const caFile = fileWith(LOOPBACK.certificate);
    let now = 0;
    const fetch = createHttpsFetch({ caFile }, () => now);
    expect((await fetch(url)).status).toBe(204);
    writeFileSync(caFile, NAMED.certificate);
    for (now of [1, RENEWAL_MS]) expect((await fetch(url)).status).toBe(204);
    now = RENEWAL_MS + 1;
    await expect(fetch(url)).rejects.toThrow();
  });

  it('follows no redirect', async () => {
    const url = await serve(LOOPBACK, (_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    await expect(createHttpsFetch({ caFile: fileWith(AUTHORITY) })(url)).rejects.toThrow('redirects');
  });

  it('ends with its signal, also in the middle of the answer', async () => {
    const url = await serve(LOOPBACK, (_, response) => void response.write('begun'));
    const stopping = new AbortController();
    const answer = await createHttpsFetch({ caFile: fileWith(AUTHORITY) })(url, { signal: stopping.signal });
    const text = answer.text();
    stopping.abort();
    await expect(text).rejects.toThrow();
  });
});
