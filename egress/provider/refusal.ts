/** What a provider's answer means, by the table of its description. Pure. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotProvider } from '@atlantic/contract/provider/schema.ts';
import type { ResponseHead } from '@atlantic/wire/http-head.ts';
import { type HeaderList, headerValues } from '@atlantic/wire/http-header.ts';

type Marks = SnapshotProvider['errors'][number];

/** A day; a provider that says more is not believed. */
const LONGEST_WAIT_SECONDS = 86_400;

const holdsOne = (text: string, words: readonly string[]): boolean =>
  words.some((word) => text.toLowerCase().includes(word.toLowerCase()));

function fits({ status, headers, contains, reason }: Marks, head: ResponseHead): boolean {
  if (status !== undefined && status !== head.status) return false;
  if (reason && !holdsOne(head.reason, reason)) return false;
  if (!headers) return true;
  const values = headers.flatMap((name) => headerValues(head.headers, name));
  return contains ? values.some((value) => holdsOne(value, contains)) : values.length > 0;
}

/** `Retry-After` in seconds, counted from the answer's own Date where it names a moment (RFC 9110 §10.2.3). */
function retryAfter(headers: HeaderList): number | undefined {
  const [value = ''] = headerValues(headers, 'retry-after');
  const [date = ''] = headerValues(headers, 'date');
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.parse(date)) / 1000);
  return seconds >= 0 ? Math.min(seconds, LONGEST_WAIT_SECONDS) : undefined;
}

/**
 * Reads answers of this provider: to CONNECT (`tunnel`) all but 2xx are its own; to plain HTTP (`forward`) only those that
 * bear a mark no target sets, and 407. The result is the error it stands for, or undefined where the description does
 * not know. Its words are not repeated: they may name the account.
 */
export const refusalReader =
  ({ name, errors }: SnapshotProvider, asked: 'tunnel' | 'forward') =>
  (head: ResponseHead): AtlanticError | undefined => {
    if (head.status < 300) return undefined;
    const known = (marks: Marks) =>
      asked === 'tunnel' || head.status === 407 || marks.headers !== undefined || marks.own === true;
    const found = errors.find((marks) => known(marks) && fits(marks, head));
    if (!found) return undefined;
    const wait = retryAfter(head.headers);
    return new AtlanticError(found.code, {
      detail: `The provider ${name} answered with status ${head.status}.`,
      ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    });
  };
