import { AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { failureJson, failureText } from './failure.ts';

const missing = new AtlanticError('not_found', { detail: 'No credential is named x.' });

it('is a sentence, a detail and what to do', () => {
  expect(failureText(missing)).toBe(
    'atlantic: There is nothing by that name. (not_found)\n  No credential is named x.\n  List what there is and check the spelling.',
  );
});

it('is data with --json', () => {
  expect(JSON.parse(failureJson(missing))).toEqual({
    error: {
      code: 'not_found',
      source: 'downstream',
      retryable: false,
      sentence: 'There is nothing by that name.',
      detail: 'No credential is named x.',
      recovery: 'List what there is and check the spelling.',
    },
  });
});

it('shows the cause of a mistake of our own', () => {
  expect(failureText(asAtlanticError(new Error('disk full')))).toContain('\n  disk full\n');
});
