import { AtlanticError } from '@atlantic/contract/errors.ts';
import { makeCertificate } from '@atlantic/tests/kit/certificate.ts';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { describe, expect, it } from 'vitest';
import { connectTls } from '../fixture/door.ts';
import { startGateway } from '../fixture/gateway.ts';
import { connectRaw, startServer } from '../fixture/peer.ts';
import { connectTo, SOCKS_GREETING, socksConnect, socksLogin } from '../fixture/requests.ts';
import { createOverload } from '../overload/overload.ts';
import { turnAway } from './turn-away.ts';

/** There is no room of one kind. */
const without = (full: string) => (ending: AbortSignal) => {
  const overload = createOverload({ rooms: { take: (kind) => kind !== full, leave() {} }, ending, now: () => 0 });
  // A full plane has clients wait a moment; here nobody may.
  if (full === 'connections') overload.bear({ level: 1, why: ['memory'], classes: 0 }, 9, [0]);
  return overload;
};

describe.each(['connections', 'address'])('a client for whom there is no room among the %s', (full) => {
  it('is told so by HTTP, before its secret is looked at, and its connection ends', async () => {
    await using origin = await startServer(() => {});
    await using gateway = await startGateway({ overload: without(full) });
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port, 'nobody'));
    await client.ended();
    client.socket.end();
    const answer = client.received().toString('latin1');
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    for (const line of ['Retry-After: ', 'Connection: close', 'details="gateway_overloaded"'])
      expect(answer).toContain(line);
    expect(origin.accepted()).toBe(0);
    await gateway.drain();
    expect(gateway.usage('', false)).toMatchObject({ refused: 1 });
  });

  it('is told so by SOCKS5, as a general failure', async () => {
    await using gateway = await startGateway({ overload: without(full) });
    using client = await connectRaw(gateway.port);
    client.write(SOCKS_GREETING);
    await client.untilBytes(2);
    client.write(socksLogin('nobody'));
    await client.untilBytes(4);
    client.write(socksConnect('127.0.0.1', 1));
    await client.untilBytes(14);
    expect(client.received()[5]).toBe(1);
  });

  it('is told nothing where that would take a TLS handshake', async () => {
    using folder = temporaryFolder('turn-away');
    const { certificateFile, keyFile } = await makeCertificate(folder.path);
    const tls = { certificate: certificateFile, key: keyFile };
    await using gateway = await startGateway({ overload: without(full), listener: { tls } });
    await expect(connectTls(gateway.port)).rejects.toThrow();
  });
});

describe('an account that has no room', () => {
  it('is refused once it is known, and its connection ends', async () => {
    await using gateway = await startGateway({ overload: without('account') });
    using client = await connectRaw(gateway.port);
    client.write(connectTo(9));
    await client.ended();
    client.socket.end();
    expect(client.received().toString('latin1')).toMatch(/^HTTP\/1\.1 503 [\s\S]*fair share/);
  });
});

it('says why after it has heard what the client wants', async () => {
  let heard = false;
  const intent = async () => {
    heard = true;
    return { protocol: 'connect' as const, target: { host: 'h', port: 1 }, options: {} };
  };
  const refusal = new AtlanticError('gateway_overloaded');
  await expect(turnAway({ intent }, refusal)).rejects.toBe(refusal);
  expect(heard).toBe(true);
});
