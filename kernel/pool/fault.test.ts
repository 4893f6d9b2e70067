import { CATALOGUE, type ErrorCode } from '@atlantic/contract/errors.ts';
import { describe, expect, it } from 'vitest';
import { type Fault, faultOf, type Stage } from './fault.ts';

const CODES = Object.keys(CATALOGUE) as ErrorCode[];
/** What only an endpoint itself, or who rents it out, can say. */
const OWN_WORDS: ErrorCode[] = ['upstream_proxy_unauthorized', 'upstream_quota_exceeded'];
const STAGES: Stage[] = ['dial', 'handshake', 'answer', 'relay'];

describe.each(CODES)('%s', (code) => {
  it('blames an endpoint for nothing that the client or the gateway did', () => {
    const { source } = CATALOGUE[code];
    if (source === 'upstream') return;
    for (const stage of STAGES) expect(['client', 'gateway']).toContain(faultOf(code, stage));
  });
});

describe('whose fault it is', () => {
  it.each<[ErrorCode, Stage, Fault]>([
    ['connection_refused', 'dial', 'endpoint'],
    ['connection_refused', 'answer', 'target'],
    ['connection_timeout', 'dial', 'endpoint'],
    ['connection_timeout', 'handshake', 'endpoint'],
    ['connection_timeout', 'answer', 'unknown'],
    ['connection_terminated', 'handshake', 'endpoint'],
    ['connection_terminated', 'relay', 'unknown'],
    ['upstream_proxy_unauthorized', 'answer', 'endpoint'],
    ['upstream_proxy_failed', 'dial', 'endpoint'],
    ['upstream_proxy_failed', 'answer', 'unknown'],
    ['dns_timeout', 'dial', 'unknown'],
    ['quota_exceeded', 'relay', 'client'],
    ['client_closed', 'answer', 'client'],
    ['gateway_overloaded', 'dial', 'gateway'],
  ])('%s at %s is the fault of: %s', (code, stage, fault) => {
    expect(faultOf(code, stage)).toBe(fault);
  });
});

it('leaves no stage at which the answer of a target, told by a working proxy, costs the proxy its place', () => {
  const blamed = CODES.filter((code) =>
    (['answer', 'relay'] as const).some((stage) => faultOf(code, stage) === 'endpoint'),
  );
  expect(blamed.toSorted()).toEqual(OWN_WORDS);
});
