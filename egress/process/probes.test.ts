import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { answering, startServer } from '../fixture/peer.ts';
import { endpointOf } from '../fixture/snapshot.ts';
import { startProbes } from './probes.ts';

it('asks real judges through real proxies, until the end', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n192.0.2.77';
  await using proxy = await startServer(answering(answer));
  const noted = Promise.withResolvers<string | undefined>();
  const ending = new AbortController();
  const probes = startProbes({
    health: { stateOf: () => 'healthy', onProbe: (_, { exitAddress }) => noted.resolve(exitAddress) },
    now: () => performance.now(),
    ending: ending.signal,
  });
  const policy = poolPolicySchema.parse({ health: { probe: { url: 'http://judge.example/' } } });
  probes.follow([{ name: 'rented', kind: 'list', endpoints: [endpointOf(proxy.port)], policy }], undefined);
  expect(await noted.promise).toBe('192.0.2.77');
  ending.abort(new Error('the end'));
});
