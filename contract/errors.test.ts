import { describe, expect, it } from 'vitest';
import { AtlanticError, asAtlanticError, CATALOGUE, isErrorCode } from './errors.ts';

/** RFC 9209 §2.3, the registered proxy error types this gateway sends. */
const PROXY_STATUS = [
  'dns_timeout',
  'dns_error',
  'destination_unavailable',
  'destination_ip_prohibited',
  'destination_ip_unroutable',
  'connection_refused',
  'connection_terminated',
  'connection_timeout',
  'connection_write_timeout',
  'connection_limit_reached',
  'http_request_error',
  'http_request_denied',
  'http_response_incomplete',
  'http_response_header_section_size',
  'http_response_timeout',
  'http_protocol_error',
  'tls_certificate_error',
  'proxy_internal_response',
  'proxy_configuration_error',
  'tls_certificate_error',
  'tls_protocol_error',
  'proxy_internal_error',
];

describe.each(Object.entries(CATALOGUE))('%s', (_, { status, proxyStatus, sentence, recovery }) => {
  it('can go out by every door', () => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(PROXY_STATUS).toContain(proxyStatus);
  });

  it('is told in whole sentences', () => {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(recovery).toMatch(/^[A-Z].{4,}/);
  });
});

it('knows its codes, and nothing that objects have by themselves', () => {
  expect(['quota_exceeded', 'toString', 'nothing'].map(isErrorCode)).toEqual([true, false, false]);
});

describe('AtlanticError', () => {
  it('has what the catalogue says of its code', () => {
    const error = new AtlanticError('pool_empty', { detail: 'Pool up.' });
    expect(error).toMatchObject({ code: 'pool_empty', source: 'gateway', retryable: true, detail: 'Pool up.' });
    expect(error.message).toBe('The pool has no endpoint to use. Pool up.');
    expect(new AtlanticError('pool_empty').message).toBe('The pool has no endpoint to use.');
  });

  it('wraps what else is thrown, and keeps it as the cause', () => {
    const cause = new Error('disk full');
    expect(asAtlanticError(cause)).toMatchObject({ code: 'internal_error', cause });
    const error = new AtlanticError('dns_error');
    expect(asAtlanticError(error)).toBe(error);
  });
});
