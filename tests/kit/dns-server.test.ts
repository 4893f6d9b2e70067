import { Resolver } from 'node:dns/promises';
import { expect, it } from 'vitest';
import { startDnsServer } from './dns-server.ts';

it('answers as it was told, to a resolver of another maker', async () => {
  await using server = await startDnsServer({
    'www.example': { addresses: ['192.0.2.1', '2001:db8::1'], ttlSeconds: 7 },
    'half.example': { addresses: ['192.0.2.2'], trouble: 'SERVFAIL', only: 'AAAA', delayMs: 1 },
    'silent.example': { trouble: 'silence' },
  });
  const resolver = new Resolver({ timeout: 100, tries: 1 });
  resolver.setServers([server.address]);
  expect(await resolver.resolve4('www.example', { ttl: true })).toEqual([{ address: '192.0.2.1', ttl: 7 }]);
  expect(await resolver.resolve6('www.example')).toEqual(['2001:db8::1']);
  expect(await resolver.resolve4('half.example')).toEqual(['192.0.2.2']);
  await expect(resolver.resolve6('half.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
  await expect(resolver.resolve4('missing.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(resolver.resolve4('silent.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  server.set('missing.example', {});
  await expect(resolver.resolve4('missing.example')).rejects.toMatchObject({ code: 'ENODATA' });
  expect(server.asked.slice(0, 2)).toEqual(['A www.example', 'AAAA www.example']);
});
