/** Reads the pages of judges: what they saw, and whether it is all there, unaltered, and for this very request. Pure. */
import type { JUDGE_FORMATS } from '@atlantic/contract/supply/settings.ts';
import type { HeaderField, HeaderList } from '@atlantic/wire/http-header.ts';
import { digestLine, FIRST_LINE } from '../judge/page.ts';
import { canonicalAddress } from './address.ts';

export type JudgeFormat = (typeof JUDGE_FORMATS)[number];

/** What a judge saw of a request. */
export interface JudgePage {
  /** Whom it came from, canonical; null when the judge does not tell. */
  readonly address: string | null;
  /** Names in lower case. */
  readonly headers: HeaderList;
  /** What of the page does not depend on the request; it must be the same whoever asks. */
  readonly frame: string;
}

export type JudgeReading =
  | { readonly state: 'page'; readonly page: JudgePage }
  /** It is the page of this request, and was changed on its way. */
  | { readonly state: 'altered' }
  /** It is another page, or that of another request. */
  | { readonly state: 'foreign' };

const FOREIGN: JudgeReading = { state: 'foreign' };
const ALTERED: JudgeReading = { state: 'altered' };

/** `body`: all octets of the page. `token`: of the request. */
export function readJudge(format: JudgeFormat, body: Buffer, token: string): JudgeReading {
  const text = body.toString('latin1');
  if (!text.includes(token)) return FOREIGN;
  return format === 'atlantic' ? readOwn(body, text, token) : readAzenv(text, token);
}

const UNESCAPES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (one) => UNESCAPES[one] ?? one);

/** The page of `supply/judge/page.ts`. */
function readOwn(body: Buffer, text: string, token: string): JudgeReading {
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  if (end === 0 || text.slice(end) !== digestLine(body.subarray(0, end))) return ALTERED;
  const [first, tokenLine, addressLine = '', ...rest] = text.slice(0, end).split('\n');
  if (first !== FIRST_LINE || tokenLine !== `token ${token}`) return FOREIGN;
  const headers: HeaderField[] = [];
  for (const line of rest) {
    const [, name, value] = /^header ([^:]+): (.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    headers.push([unescaped(name).toLowerCase(), unescaped(value)]);
  }
  const frame = rest.slice(headers.length).join('\n');
  const address = canonicalAddress(addressLine.replace(/^address /, '')) ?? null;
  return { state: 'page', page: { address, headers, frame } };
}

/** A line of a page that lists the environment of a CGI program (RFC 3875 §4.1): `NAME = value`. */
const VARIABLE = /^([A-Z][A-Z0-9_]*) = (.*)$/;

function readAzenv(text: string, token: string): JudgeReading {
  const headers: HeaderField[] = [];
  const frame: string[] = [];
  let address: string | null = null;
  let asked = '';
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = VARIABLE.exec(line) ?? [];
    if (name === undefined) frame.push(line);
    else if (name === 'REMOTE_ADDR') address = canonicalAddress(value.trim()) ?? null;
    else if (name === 'REQUEST_URI') asked = value;
    else if (name.startsWith('HTTP_')) headers.push([name.slice(5).toLowerCase().replaceAll('_', '-'), value]);
  }
  // Somebody has taken the page apart, or it is one that merely repeats what it was asked for.
  if (!asked.includes(token)) return headers.length > 0 || address !== null ? ALTERED : FOREIGN;
  return { state: 'page', page: { address, headers: headers.map(unescapedField), frame: frame.join('\n') } };
}

const unescapedField = ([name, value]: HeaderField): HeaderField => [name, unescaped(value)];
