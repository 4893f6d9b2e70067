import { AtlanticError, CATALOGUE, type ErrorCode } from '@atlantic/contract/errors.ts';
import { createResponseHeadReader } from '@atlantic/wire/http-head.ts';
import { headerValues } from '@atlantic/wire/http-header.ts';
import { describe, expect, it } from 'vitest';
import { type RefusalOptions, refusal } from './refusal.ts';

const CODES = Object.keys(CATALOGUE) as ErrorCode[];

/** Reads the refusal as a client does. */
function read(code: ErrorCode, changes: Partial<RefusalOptions> & { detail?: string } = {}) {
  const { detail, ...options } = changes;
  const error = new AtlanticError(code, { detail });
  const bytes = Buffer.concat(refusal({ error, accept: '*/*', keepAlive: true, head: false, ...options }));
  const result = createResponseHeadReader({ limit: 4096 }).push(bytes);
  if (result.state !== 'head') throw new Error(`not a whole head: ${result.state}`);
  const { head, rest } = result;
  const value = (name: string) => headerValues(head.headers, name).join();
  return { status: head.status, reason: head.reason, value, body: rest.toString('utf8'), size: rest.length };
}

describe('a refusal on the wire of HTTP', () => {
  it.each(CODES)('says %s in a head that can be read, with its cause and the length of its body', (code) => {
    const { status, reason, value, body, size } = read(code);
    const { status: expected, proxyStatus, sentence, recovery } = CATALOGUE[code];
    expect(status).toBe(expected);
    expect(reason).not.toBe('');
    expect(value('proxy-status')).toBe(`atlantic;error=${proxyStatus};details="${code}"`);
    expect(Number(value('content-length'))).toBe(size);
    expect(body).toContain(sentence);
    expect(body).toContain(recovery);
    expect(body).toContain(`code: ${code}; `);
  });

  it.each(CODES)('says %s as JSON to who wants JSON', (code) => {
    const { value, body, size } = read(code, { accept: 'application/json', detail: 'Because.' });
    const { source, retryable, sentence, recovery } = CATALOGUE[code];
    expect(value('content-type')).toBe('application/json');
    expect(Number(value('content-length'))).toBe(size);
    const error = { code, sentence, detail: 'Because.', fault: source, retryable, recovery };
    expect(JSON.parse(body)).toEqual({ error });
  });

  it('asks for credentials with every 407 and with nothing else', () => {
    for (const code of CODES) {
      const { status, value } = read(code);
      expect(value('proxy-authenticate')).toBe(status === 407 ? 'Basic realm="Atlantic", charset="UTF-8"' : '');
    }
  });

  it('names the statuses it sends', () => {
    const sent = CODES.map((code) => read(code)).filter(({ status }) => status >= 500);
    expect(sent.filter(({ reason }) => reason === 'Error')).toEqual([]);
  });

  it('counts octets, not characters, and says the detail behind the sentence', () => {
    const { value, body, size } = read('request_malformed', { detail: 'Ünïcode.' });
    expect(body).toMatch(/^The request is not valid HTTP\. Ünïcode\.\n/);
    expect(Number(value('content-length'))).toBe(size);
    expect(size).toBeGreaterThan(body.length);
  });

  it('has no body for HEAD, but its length', () => {
    const { value, size } = read('dns_error', { head: true });
    expect(size).toBe(0);
    expect(Number(value('content-length'))).toBe(read('dns_error').size);
  });

  it('says whether the connection stays', () => {
    expect(read('dns_error', { keepAlive: true }).value('connection')).toBe('keep-alive');
    expect(read('dns_error', { keepAlive: false }).value('connection')).toBe('close');
  });
});
