import { describe, expect, it } from 'vitest';
import { startServer } from '../fixture/peer.ts';
import { compileTargets } from '../target-policy.ts';
import { connectDirect } from './direct.ts';

const ending = new AbortController().signal;
const ports: [number, number][] = [[1, 65535]];
const open = compileTargets({ allowPrivate: true, allow: [], deny: [], ports });
const closed = compileTargets({ allowPrivate: false, allow: [], deny: [], ports });

describe('going out directly', () => {
  it('connects to what the name resolved to, and asks once', async () => {
    await using server = await startServer(() => {});
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return ['127.0.0.1'];
    };
    const target = { host: 'origin.example', port: server.port };
    const upstream = await connectDirect({ target, policy: open, resolve, ending });
    expect(upstream.http).toEqual({ form: 'origin' });
    expect(asked).toEqual(['origin.example']);
    upstream.connection.destroy();
  });

  it('refuses a name that resolves to a private address, even beside a public one', async () => {
    await using server = await startServer(() => {});
    const target = { host: 'rebind.example', port: server.port };
    const resolve = async () => ['8.8.8.8', '127.0.0.1'];
    await expect(connectDirect({ target, policy: closed, resolve, ending })).rejects.toMatchObject({
      code: 'target_denied',
    });
    expect(server.accepted()).toBe(0);
  });
});

describe('going out from an address of its own', () => {
  const from = (address: string, family: 4 | 6, port: number, addresses = ['127.0.0.1']) =>
    connectDirect({
      target: { host: 'origin.example', port },
      source: { family, address },
      policy: open,
      resolve: async () => addresses,
      ending,
    });

  it('is seen there as that address', async () => {
    const seen = Promise.withResolvers<string | undefined>();
    await using server = await startServer((socket) => seen.resolve(socket.remoteAddress));
    const { connection } = await from('127.0.0.9', 4, server.port, ['::1', '127.0.0.1']);
    expect(await seen.promise).toBe('127.0.0.9');
    connection.destroy();
  });

  it('reaches no target of the other family, and may be tried from another exit', async () => {
    await expect(from('127.0.0.9', 4, 1, ['::1'])).rejects.toMatchObject({
      code: 'exit_family_unmatched',
      retryable: true,
      detail: 'The exit has an IPv4 address.',
    });
    await expect(from('::1', 6, 1)).rejects.toMatchObject({ code: 'exit_family_unmatched' });
  });

  it('says that the address is not of this machine', async () => {
    await using server = await startServer(() => {});
    await expect(from('192.0.2.7', 4, server.port)).rejects.toMatchObject({
      code: 'exit_address_unavailable',
      source: 'gateway',
    });
  });

  it('is refused by a target as from anywhere', async () => {
    await expect(from('127.0.0.9', 4, 1)).rejects.toMatchObject({ code: 'connection_refused' });
  });
});
