import { ENDPOINT_KINDS, type EndpointKind } from '@atlantic/contract/config/endpoint-url.ts';
import type { NameResolver } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it, vi } from 'vitest';
import { compileTargets } from '../target-policy.ts';
import { destinationOf } from './destination.ts';

const NAME = 'target.example';
const V4 = '198.51.100.7';
const V6 = '2001:db8::7';

function ask(kind: EndpointKind, names: NameResolver, host: string, addresses: readonly string[], allowPrivate = true) {
  const resolve = vi.fn(async () => addresses);
  const policy = compileTargets({ allowPrivate, allow: [], deny: [], ports: [[1, 65535]] });
  const asked = destinationOf({ kind, names, target: { host, port: 80 }, policy, resolve });
  return {
    resolve,
    host: asked.then(
      (destination) => destination.host,
      (error) => error.code,
    ),
  };
}

describe('what a proxy is asked for', () => {
  it.each<[EndpointKind, NameResolver, string, string[], string]>([
    ['http', 'upstream', NAME, [V4], NAME],
    ['https', 'upstream', NAME, [V4], NAME],
    ['socks5', 'upstream', NAME, [V4], NAME],
    ['socks4a', 'upstream', NAME, [V4], NAME],
    ['socks4', 'upstream', NAME, [V6, V4], V4],
    ['socks4', 'upstream', NAME, [V6], 'exit_family_unmatched'],
    ['http', 'gateway', NAME, [V6, V4], V4],
    ['https', 'gateway', NAME, [V6], V6],
    ['socks5', 'gateway', NAME, [V4], V4],
    ['socks4a', 'gateway', NAME, [V4], V4],
    ['socks4a', 'gateway', NAME, [V6], 'exit_family_unmatched'],
    ['socks5h', 'gateway', NAME, [V4], NAME],
    ['socks4', 'upstream', V6, [], 'exit_family_unmatched'],
    ['socks4a', 'upstream', V6, [], 'exit_family_unmatched'],
  ])('%s, where the %s resolves: %s at %j is %s', async (kind, names, host, addresses, expected) => {
    expect(await ask(kind, names, host, addresses).host).toBe(expected);
  });

  it.each(ENDPOINT_KINDS)('an address as it is, looked up by nobody (%s)', async (kind) => {
    const { host, resolve } = ask(kind, 'gateway', V4, []);
    expect(await host).toBe(V4);
    expect(resolve).not.toHaveBeenCalled();
  });

  it.each([
    'socks4',
    'http',
    'socks5',
  ] as const)('never an address that was swapped for a private one (%s)', async (kind) => {
    expect(await ask(kind, 'gateway', NAME, ['8.8.8.8', '127.0.0.1'], false).host).toBe('target_denied');
  });

  it('leaves a name that does not exist to the client, not to the proxy', async () => {
    const resolve = () => Promise.reject(new Error('no such name'));
    const policy = compileTargets({ allowPrivate: true, allow: [], deny: [], ports: [[1, 65535]] });
    const asked = destinationOf({
      kind: 'socks4',
      names: 'upstream',
      target: { host: NAME, port: 1 },
      policy,
      resolve,
    });
    await expect(asked).rejects.toThrow('no such name');
  });
});
