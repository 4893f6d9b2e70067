import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProxyStatus, nearestProxyError } from './proxy-status.ts';

describe('Proxy-Status (RFC 9209)', () => {
  it.each([
    [{ proxy: 'atlantic', error: 'dns_timeout' }, 'atlantic;error=dns_timeout'],
    [
      {
        proxy: 'atlantic',
        error: 'http_request_denied',
        receivedStatus: 403,
        nextHop: 'p1.example:3128',
        details: 'no',
      },
      'atlantic;error=http_request_denied;next-hop=p1.example:3128;received-status=403;details="no"',
    ],
    [{ proxy: 'my gateway', error: 'dns_error' }, '"my gateway";error=dns_error'],
    [{ proxy: 'a', error: 'dns_error', nextHop: '::1' }, 'a;error=dns_error;next-hop="::1"'],
    [{ proxy: 'a', error: 'dns_error', details: 'say "no" \\ go' }, 'a;error=dns_error;details="say \\"no\\" \\\\ go"'],
    [
      { proxy: 'a', error: 'dns_error', details: 'größe\r\n\x7f' },
      'a;error=dns_error;details="gr%C3%B6%C3%9Fe%0D%0A%7F"',
    ],
    [{ proxy: 'a', error: 'dns_error', details: '' }, 'a;error=dns_error;details=""'],
    [{ proxy: 'a', error: 'dns_error', details: undefined }, 'a;error=dns_error'],
  ])('writes %j', (status, value) => {
    expect(formatProxyStatus(status)).toBe(value);
  });

  it('is one well-formed, bounded list member whatever the texts are (RFC 8941 §3.1 and §3.3)', () => {
    const token = "[A-Za-z*][!#$%&'*+\\-.^_`|~0-9A-Za-z:/]*";
    const item = `(?:${token}|"(?:[ !#-\\[\\]-~]|\\\\["\\\\])*")`;
    const member = new RegExp(`^${item};error=${item};next-hop=${item};details=${item}$`);
    const text = fc.string({ unit: 'binary', maxLength: 700 });
    fc.assert(
      fc.property(text, text, text, text, (proxy, error, nextHop, details) => {
        const value = formatProxyStatus({ proxy, error, nextHop, details });
        expect(value).toMatch(member);
        expect(value.length).toBeLessThan(4 * 700 + 100);
      }),
      { numRuns: 30 },
    );
  });

  it('cuts long details between characters of the written text', () => {
    const value = formatProxyStatus({ proxy: 'a', error: 'dns_error', details: `${'x'.repeat(511)}"` });
    expect(value).toBe(`a;error=dns_error;details="${'x'.repeat(511)}"`);
    expect(formatProxyStatus({ proxy: 'a', error: 'b', details: 'x'.repeat(600) })).toContain(`"${'x'.repeat(512)}"`);
  });
});

it.each<[values: string[], error: string | undefined]>([
  [[], undefined],
  [['atlantic;error=dns_error;details="dns_error"'], 'dns_error'],
  [['"a, b"; error=connection_refused'], 'connection_refused'],
  [['cdn;error=dns_error, near;received-status=502'], undefined],
  [['cdn;received-status=502, near;error=http_request_denied'], 'http_request_denied'],
  [['cdn;error=dns_error', 'near'], undefined],
  [['cdn', 'near;x=1;error=connection_timeout;y=2'], 'connection_timeout'],
  [['near;details="x;error=dns_error;y"'], undefined],
  [['near;details="a \\" , b";error=dns_timeout'], 'dns_timeout'],
  [['near;errors=dns_error'], undefined],
])('reads what the nearest proxy says in %j', (values, error) => {
  expect(nearestProxyError(values.map((value) => ['Proxy-Status', value] as const))).toBe(error);
});
