import { dnsSettingsSchema } from '@atlantic/contract/dns-settings.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { type DnsServer, startDnsServer } from '@atlantic/tests/kit/dns-server.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../limits.ts';
import { compileTargets } from '../target-policy.ts';
import type { Answer } from './dns/answer.ts';
import { type Ask, askServers } from './dns/ask.ts';
import { createNames, type NameSources } from './resolve.ts';

const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
const SYSTEM: Answer = { kind: 'addresses', addresses: ['192.0.2.200'], ttlMs: undefined };

afterEach(() => void vi.useRealTimers());

/** Names whose clock stands still until it is moved, and whose system knows everything. */
function namesWith(changes: Partial<NameSources> = {}, settings: object = {}) {
  let time = 0;
  const names = createNames(() => time, {
    files: { hosts: () => undefined, mayKnowMore: () => false, version: () => 1 },
    system: async () => SYSTEM,
    servers: askServers,
    platform: 'linux',
    ...changes,
  });
  names.configure(dnsSettingsSchema.parse(settings));
  const wait = (seconds: number) => {
    time += seconds * 1000;
  };
  return { ...names, wait };
}

/** In place of the name servers. */
const saying = (ask: Ask) => ({ servers: () => ask });

describe('a name', () => {
  it.each(['192.0.2.1', '2001:db8::1'])('that is the address %s stays as it is', async (address) => {
    expect(await namesWith().resolve(address)).toEqual([address]);
  });

  it('of this machine is known, and leaves no timer', async () => {
    fakeTimers();
    const { resolve } = createNames(() => 0);
    expect(await resolve('localhost')).toEqual(expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('in the hosts file is never asked for', async () => {
    const files = { hosts: () => ['192.0.2.7'], mayKnowMore: () => true, version: () => 1 };
    const { resolve } = namesWith({ files, ...saying(() => Promise.reject(new Error('asked'))) });
    expect(await resolve('mail.example')).toEqual(['192.0.2.7']);
  });

  it('that nobody finds in time is a matter for later', async () => {
    fakeTimers();
    const { resolve } = namesWith(saying(() => new Promise(() => {})));
    const resolving = expect(resolve('slow.example')).rejects.toMatchObject({ code: 'dns_timeout' });
    await vi.advanceTimersByTimeAsync(LIMITS.resolveMs);
    await resolving;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('longer than names are does not exist', async () => {
    await expect(namesWith().resolve(`${'a'.repeat(300)}.example`)).rejects.toMatchObject({ code: 'dns_error' });
  });

  it('keeps a bounded number of addresses', async () => {
    const addresses = Array.from({ length: 300 }, (_, at) => `192.0.${at >> 8}.${at & 255}`);
    const { resolve } = namesWith(saying(async () => ({ kind: 'addresses', addresses, ttlMs: 60_000 })));
    expect(await resolve('many.example')).toEqual(addresses.slice(0, LIMITS.dnsAddresses));
  });

  it.each<[resolver: string | undefined, platform: NodeJS.Platform, who: string]>([
    [undefined, 'linux', '192.0.2.100'],
    [undefined, 'darwin', '192.0.2.200'],
    ['own', 'win32', '192.0.2.100'],
    ['system', 'linux', '192.0.2.200'],
  ])('is asked for as the setting %s on %s says', async (resolver, platform, address) => {
    const ask: Ask = async () => ({ kind: 'addresses', addresses: ['192.0.2.100'], ttlMs: 1 });
    const { resolve } = namesWith({ ...saying(ask), platform }, resolver === undefined ? {} : { resolver });
    expect(await resolve('www.example')).toEqual([address]);
  });
});

describe('by a name server', () => {
  let server: DnsServer;
  beforeAll(async () => {
    server = await startDnsServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(() => {
    server.set('www.example', { addresses: ['192.0.2.1'], ttlSeconds: 60 });
  });
  const questions = () => server.asked.filter((question) => question === 'A www.example').length;
  const namesBy = () => namesWith({}, { servers: [server.address], staleSeconds: 100 });

  it('a name is asked for once in its time, however many want it and however they write it', async () => {
    const { resolve, wait, figures } = namesBy();
    const before = questions();
    await Promise.all(Array.from({ length: 20 }, () => resolve('www.example')));
    wait(50);
    expect(await resolve('WWW.Example')).toEqual(['192.0.2.1']);
    expect(questions() - before).toBe(1);
    expect(figures()).toEqual({ namesKept: 1, namesAsked: 1 });
  });

  it('is asked for anew before its time is over, and nobody waits', async () => {
    const { resolve, wait } = namesBy();
    await resolve('www.example');
    server.set('www.example', { addresses: ['192.0.2.2'], ttlSeconds: 60 });
    wait(55);
    const before = questions();
    expect(await resolve('www.example')).toEqual(['192.0.2.1']);
    await vi.waitFor(async () => expect(await resolve('www.example')).toEqual(['192.0.2.2']));
    expect(questions() - before).toBe(1);
  });

  it('serves on from what was known while the name server is in trouble, and says so without that', async () => {
    const { resolve, wait } = namesBy();
    await resolve('www.example');
    server.set('www.example', { trouble: 'SERVFAIL' });
    wait(60);
    const before = questions();
    expect(await resolve('www.example')).toEqual(['192.0.2.1']);
    expect(await resolve('www.example')).toEqual(['192.0.2.1']);
    expect(questions() - before).toBe(1);
    wait(160);
    await expect(resolve('www.example')).rejects.toMatchObject({ code: 'dns_timeout' });
  });

  it('serves on from what was known when the answer takes long', async () => {
    const { resolve, wait } = namesBy();
    await resolve('www.example');
    server.set('www.example', { trouble: 'silence' });
    wait(60);
    fakeTimers();
    const resolving = resolve('www.example');
    await vi.advanceTimersByTimeAsync(LIMITS.dnsStaleAfterMs);
    expect(await resolving).toEqual(['192.0.2.1']);
    await vi.advanceTimersByTimeAsync(LIMITS.resolveMs);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a name that does not exist is not asked for again at once', async () => {
    const { resolve, wait } = namesBy();
    const asked = () => server.asked.filter((question) => question === 'A missing.example').length;
    await expect(resolve('missing.example')).rejects.toMatchObject({ code: 'dns_error' });
    await expect(resolve('missing.example')).rejects.toMatchObject({ code: 'dns_error' });
    expect(asked()).toBe(1);
    wait(5);
    await expect(resolve('missing.example')).rejects.toMatchObject({ code: 'dns_error' });
    expect(asked()).toBe(2);
  });

  it('what was found out is forgotten with other settings, and kept with the same', async () => {
    const { resolve, configure } = namesBy();
    const settings = dnsSettingsSchema.parse({ servers: [server.address], staleSeconds: 100 });
    await resolve('www.example');
    const before = questions();
    configure(settings);
    await resolve('www.example');
    expect(questions() - before).toBe(0);
    configure({ ...settings, staleSeconds: 1 });
    await resolve('www.example');
    expect(questions() - before).toBe(1);
  });

  it('a name that turns to a private address is refused although it was fine before', async () => {
    const { resolve, wait } = namesWith({}, { servers: [server.address], staleSeconds: 0 });
    const policy = compileTargets({ allowPrivate: false, allow: [], deny: [], ports: [[1, 65535]] });
    const target = { host: 'www.example', port: 80 };
    server.set('www.example', { addresses: ['1.1.1.1'], ttlSeconds: 1 });
    policy.checkAddresses(target, await resolve(target.host));
    server.set('www.example', { addresses: ['10.0.0.1'], ttlSeconds: 1 });
    wait(1);
    const addresses = await resolve(target.host);
    expect(() => policy.checkAddresses(target, addresses)).toThrow(AtlanticError);
  });
});
