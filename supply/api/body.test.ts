import { feedbackSchema, runStartSchema } from '@atlantic/contract/supply/api.ts';
import { expect, it } from 'vitest';
import { readBody } from './body.ts';

it('takes an empty body for an empty object', () => {
  expect(readBody(Buffer.alloc(0), runStartSchema)).toEqual({ force: false });
});

it.each([
  ['{', 'The body is not JSON.'],
  ['[]', /^The field body: /],
  ['{"proxy":"a:1","ok":1}', /^The field ok: /],
  ['{"proxy":"a:1","ok":true,"why":""}', /^The field body: .*why/],
])('refuses %s', (text, detail) => {
  expect(() => readBody(Buffer.from(text), feedbackSchema)).toThrow(
    expect.objectContaining({
      code: 'validation_failed',
      detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
    }),
  );
});
