import { type DnsServer, startDnsServer } from '@atlantic/tests/kit/dns-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { type Ask, askOwn, askServers, askSystem } from './ask.ts';

let server: DnsServer;
let ask: Ask;
beforeAll(async () => {
  server = await startDnsServer({
    'both.example': { addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'], ttlSeconds: 7 },
    'four.example': { addresses: ['192.0.2.4'], ttlSeconds: 20 },
    'six.example': { addresses: ['2001:db8::6'], ttlSeconds: 30 },
    'empty.example': {},
    'trouble.example': { trouble: 'SERVFAIL' },
    'half.example': { addresses: ['192.0.2.5'], ttlSeconds: 40, trouble: 'SERVFAIL', only: 'AAAA' },
    'silent.example': { addresses: ['192.0.2.6'], ttlSeconds: 50, trouble: 'silence', only: 'AAAA' },
  });
  ask = askServers([server.address], { version: () => 1 });
});
afterAll(() => server[Symbol.asyncDispose]());

const sorted = (answer: Answer) =>
  answer.kind === 'addresses' ? { ...answer, addresses: [...answer.addresses].sort() } : answer.kind;

describe('the name servers', () => {
  it.each<[host: string, addresses: string[], ttlMs: number]>([
    ['both.example', ['192.0.2.1', '192.0.2.2', '2001:db8::1'], 7_000],
    ['four.example', ['192.0.2.4'], 20_000],
    ['six.example', ['2001:db8::6'], 30_000],
    ['half.example', ['192.0.2.5'], 40_000],
    // The other family may be there the next time.
    ['silent.example', ['192.0.2.6'], 0],
  ])('are asked for both families of %s', async (host, addresses, ttlMs) => {
    expect(sorted(await ask(host))).toEqual({ kind: 'addresses', addresses, ttlMs });
  });

  it('keep the families together, in the order of the name servers', async () => {
    const answer = await ask('both.example');
    const addresses = answer.kind === 'addresses' ? answer.addresses.filter((each) => each.includes('.')) : [];
    expect(addresses).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it.each<[host: string, kind: Answer['kind']]>([
    ['missing.example', 'none'],
    ['empty.example', 'none'],
    ['not..a.name', 'none'],
    ['trouble.example', 'failed'],
  ])('say of %s: %s', async (host, kind) => {
    expect((await ask(host)).kind).toBe(kind);
  });

  it('are those that are named now', async () => {
    await using other = await startDnsServer({ 'four.example': { addresses: ['192.0.2.44'], ttlSeconds: 1 } });
    let version = 1;
    const servers = [server.address];
    const watching = askServers(servers, { version: () => version });
    expect(await watching('four.example')).toMatchObject({ addresses: ['192.0.2.4'] });
    servers[0] = other.address;
    version = 2;
    expect(await watching('four.example')).toMatchObject({ addresses: ['192.0.2.44'] });
  });
});

describe('the system', () => {
  it('knows this machine, and not for how long', async () => {
    expect(await askSystem('localhost')).toMatchObject({ kind: 'addresses', ttlMs: undefined });
  });

  it('says that a name cannot be, longer than names are', async () => {
    expect((await askSystem('a'.repeat(300))).kind).toBe('none');
  });
});

describe('whoever may know', () => {
  const words: string[] = [];
  const source =
    (name: string, kind: Answer['kind']): Ask =>
    async (host) => {
      words.push(`${name} ${host}`);
      return kind === 'addresses' ? { kind, addresses: ['192.0.2.1'], ttlMs: 1 } : { kind };
    };
  const asked = async (host: string, kind: Answer['kind'], more: boolean) => {
    words.length = 0;
    await askOwn(source('servers', kind), source('system', 'addresses'), { mayKnowMore: () => more })(host);
    return [...words];
  };

  it.each<[host: string, kind: Answer['kind'], more: boolean, words: string[]]>([
    ['a.example', 'addresses', true, ['servers a.example']],
    ['a.example', 'none', false, ['servers a.example']],
    ['a.example', 'none', true, ['servers a.example', 'system a.example']],
    ['a.example', 'failed', true, ['servers a.example']],
    ['printer', 'none', false, ['system printer']],
    ['printer.local', 'none', false, ['system printer.local']],
  ])('is asked for %s (the name servers: %s; may the system know more? %s)', async (host, kind, more, expected) => {
    expect(await asked(host, kind, more)).toEqual(expected);
  });
});
