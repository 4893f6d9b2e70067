import { describe, expect, it } from 'vitest';
import { configuredDns, dnsSettingsSchema, nameServerProblem } from './dns-settings.ts';

describe('the address of a name server', () => {
  it.each([
    '192.0.2.53',
    '192.0.2.53:5353',
    '2001:db8::53',
    '[2001:db8::53]',
    '[2001:db8::53]:53',
  ])('may be %s', (text) => expect(nameServerProblem(text)).toBeUndefined());

  it.each([
    '',
    'dns.example',
    '192.0.2.53:0',
    '192.0.2.53:65536',
    '[192.0.2.53]:53',
    '192.0.2.53:',
    '[2001:db8::53]53',
  ])('is not %j', (text) => expect(nameServerProblem(text)).toMatch(/^must be an address/));
});

describe('the settings', () => {
  const problems = (said: object): string[] =>
    configuredDns.safeParse(said).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];

  it('have a default for every key', () => {
    expect(configuredDns.parse({})).toEqual(dnsSettingsSchema.parse({}));
  });

  it('say what contradicts itself, and what is not known', () => {
    expect(problems({ minTtlSeconds: 60, maxTtlSeconds: 30 })).toEqual([
      'minTtlSeconds must not be more than maxTtlSeconds',
    ]);
    expect(problems({ resolver: 'system', servers: ['192.0.2.53'] })).toEqual([
      'servers are asked by the resolver `own` only',
    ]);
    expect(problems({ cash: 1 })).toHaveLength(1);
  });

  it('pass over what a newer control says', () => {
    expect(dnsSettingsSchema.parse({ later: true })).toEqual(dnsSettingsSchema.parse({}));
  });
});
