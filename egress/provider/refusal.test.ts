import { providerNames } from '@atlantic/contract/provider/read.ts';
import type { ResponseHead } from '@atlantic/wire/http-head.ts';
import { describe, expect, it } from 'vitest';
import { descriptionOf, everyProvider, providerOf } from '../fixture/provider.ts';
import { refusalReader } from './refusal.ts';

const head = (status: number, headers: Record<string, string> = {}, reason = 'Words'): ResponseHead => ({
  status,
  reason,
  minor: 1,
  headers: Object.entries(headers),
});

const recorded = providerNames().flatMap((name) =>
  descriptionOf(name).errors.flatMap(({ code, headers, own, recorded: answers }) =>
    answers.map((answer) => ({ name, code, marked: headers !== undefined || own === true, answer })),
  ),
);

describe('the answers that providers document', () => {
  it.each(recorded)('$name: $answer is $code', ({ name, code, marked, answer }) => {
    const { status, reason, headers } = answer;
    const provider = providerOf(name);
    const read = head(status, headers, reason);
    expect(refusalReader(provider, 'tunnel')(read)?.code).toBe(code);
    // To plain HTTP an answer may be the target's: what bears no mark is passed on.
    expect(refusalReader(provider, 'forward')(read)?.code).toBe(marked || status === 407 ? code : undefined);
  });
});

describe.each(everyProvider())('$name $product', (provider) => {
  it('takes agreement for what it is, and leaves what it does not know to the status', () => {
    expect(refusalReader(provider, 'tunnel')(head(200, { 'x-brd-err-code': 'client_10000' }))).toBeUndefined();
    expect(refusalReader(provider, 'tunnel')(head(418))).toBeUndefined();
  });

  it.each([403, 404, 429, 500, 502, 503, 504])('passes a target’s %i on', (status) => {
    expect(refusalReader(provider, 'forward')(head(status))).toBeUndefined();
  });

  it('blames the account for 407', () => {
    expect(refusalReader(provider, 'forward')(head(407))).toMatchObject({ code: 'upstream_proxy_unauthorized' });
  });
});

it('repeats none of the words, and says the status', () => {
  const error = refusalReader(
    providerOf('oxylabs'),
    'tunnel',
  )(head(407, { 'X-Error-Description': 'traffic limit of anna' }));
  expect(error?.message).toContain('The provider oxylabs answered with status 407.');
  expect(error?.message).not.toContain('anna');
});

it.each([
  [{ 'Retry-After': '30' }, 30],
  [{ 'Retry-After': '999999999' }, 86_400],
  [{ 'Retry-After': 'Sat, 21 Nov 2026 10:00:45 GMT', Date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, 45],
  [{ 'Retry-After': 'Sat, 21 Nov 2026 09:00:00 GMT', Date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, undefined],
  [{ 'Retry-After': 'soon' }, undefined],
  [{}, undefined],
])('reads %j as %s seconds', (headers, seconds) => {
  const answer = head(429, { 'x-brd-err-code': 'client_10110', ...headers } as Record<string, string>);
  const error = refusalReader(providerOf('brightdata'), 'forward')(answer);
  expect(error).toMatchObject({ code: 'upstream_rate_limited', retryAfterSeconds: seconds });
});
