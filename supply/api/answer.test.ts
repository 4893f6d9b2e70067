import { AtlanticError } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { jsonAnswer, Refusal, refusalAnswer, retryAfter, textAnswer, wantsJson } from './answer.ts';

it('refuses in a sentence, and in a problem document for those who ask for JSON', () => {
  const refusal = new Refusal('rate_exceeded', 'Slower.', retryAfter(1_200));
  const text = refusalAnswer(refusal, false);
  expect(text).toMatchObject({ status: 429, headers: ['Retry-After', '2'] });
  expect(text.body).toMatch(/ Slower\.\n$/);
  const json = refusalAnswer(refusal, true);
  expect(json.type).toBe('application/problem+json');
  expect(JSON.parse(String(json.body))).toMatchObject({
    type: 'urn:atlantic:error:rate_exceeded',
    status: 429,
    detail: 'Slower.',
    code: 'rate_exceeded',
  });
});

it('says what to do where there is nothing more to say', () => {
  const answer = refusalAnswer(new AtlanticError('supply_empty'), false);
  expect(answer.status).toBe(503);
  expect(answer.body).toContain('Retry-After');
});

it('takes another status', () => {
  expect(refusalAnswer(new Refusal('validation_failed', 'Large.', [], 413), true).status).toBe(413);
});

it.each([
  ['application/json', true],
  ['text/html, application/problem+json;q=0.5', true],
  ['text/plain', false],
  ['*/*', false],
  ['', false],
])('reads Accept: %s', (accept, json) => {
  expect(wantsJson(accept)).toBe(json);
});

it('ends what it says with a line end', () => {
  expect([textAnswer(200, 'up').body, jsonAnswer(200, { a: 1 }).body]).toEqual(['up\n', '{"a":1}\n']);
});
