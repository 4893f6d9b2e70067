import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { AUTHORITY, LOOPBACK, NAMED } from '@atlantic/contract/fixture/certificates.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { controlServer } from './server.ts';

async function listening(server: ReturnType<typeof controlServer>): Promise<number> {
  const listener = server.create((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  onTestFinished(() => {
    listener.closeAllConnections();
    listener.close();
  });
  await once(listener, 'listening');
  return (listener.address() as AddressInfo).port;
}

async function certificateAt(port: number, maxVersion: 'TLSv1.1' | 'TLSv1.3' = 'TLSv1.3'): Promise<PeerCertificate> {
  const options = { ca: AUTHORITY, servername: 'control.test', minVersion: 'TLSv1' as const, maxVersion };
  const socket = connect({ host: '127.0.0.1', port, ...options });
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate();
  } finally {
    socket.destroy();
  }
}

describe('the server of control', () => {
  it('speaks plain HTTP without a certificate', async () => {
    const port = await listening(controlServer(undefined));
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('hello');
  });

  it('speaks TLS 1.2 and above with one, and takes another while it serves', async () => {
    const server = controlServer(NAMED);
    const port = await listening(server);
    expect((await certificateAt(port)).subjectaltname).toBe('DNS:control.test');
    await expect(certificateAt(port, 'TLSv1.1')).rejects.toThrow();
    server.replace(LOOPBACK);
    expect((await certificateAt(port)).subjectaltname).toContain('127.0.0.1');
  });

  it('gives nothing to a client that speaks plain HTTP to TLS', async () => {
    const port = await listening(controlServer(NAMED));
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });
});
