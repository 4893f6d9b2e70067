/** Errors as the command line shows them. */
import type { AtlanticError } from '@atlantic/contract/errors.ts';

/** What `--json` prints to standard error. */
export const failureJson = (error: AtlanticError): string => {
  const { source, retryable, sentence, recovery } = error.entry;
  const detail = detailOf(error);
  return JSON.stringify({ error: { code: error.code, source, retryable, sentence, detail, recovery } });
};

/** Of a mistake of our own the cause is all there is to go by. */
function detailOf({ code, detail, cause }: AtlanticError): string | undefined {
  return detail ?? (code === 'internal_error' && cause instanceof Error ? cause.message : undefined);
}

/** The sentence, the detail and what to do next, a line each. */
export function failureText(error: AtlanticError): string {
  const detail = detailOf(error);
  const lines = [
    `atlantic: ${error.entry.sentence} (${error.code})`,
    ...(detail === undefined ? [] : [detail]),
    error.entry.recovery,
  ];
  return lines.join('\n  ');
}
