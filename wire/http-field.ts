/** Field lines: headers and trailers (RFC 9112 §5). */
import { type HeaderField, type HeaderList, trimSpaces } from './http-header.ts';
import type { MessageSide, WireError } from './wire-error.ts';

/** RFC 9110 §5.6.2. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Most field lines in one header or trailer section. */
export const FIELD_LIMIT = 200;

export interface FieldSection {
  /** What has been read so far, in order. */
  readonly fields: HeaderList;
  /** Takes one line, which holds no control character but TAB (the line reader's promise). */
  add(line: string): WireError | undefined;
}

/** Collects the field lines of one message. Errors: `*_malformed`, `*_head_too_large`. */
export function createFieldSection(side: MessageSide): FieldSection {
  const fields: HeaderField[] = [];
  return {
    fields,
    add(line) {
      if (fields.length === FIELD_LIMIT)
        return { code: `${side}_head_too_large`, detail: `more than ${FIELD_LIMIT} header lines` };
      const field = parseField(line, side);
      if (typeof field === 'string') return { code: `${side}_malformed`, detail: field };
      fields.push(field);
      return undefined;
    },
  };
}

/** The field, or the rule the line breaks. */
function parseField(line: string, side: MessageSide): HeaderField | string {
  // RFC 9112 §2.2 and §5.2. A proxy may unfold a response's obs-fold or answer 502; refusing leaves nothing to disagree about.
  if (line.startsWith(' ') || line.startsWith('\t')) return 'a header line begins with white space';
  const colon = line.indexOf(':');
  if (colon < 0) return 'a header line has no colon';
  const rawName = line.slice(0, colon);
  const name = trimSpaces(rawName);
  // RFC 9112 §5.1: refused in a request, removed from a response.
  if (name !== rawName && side === 'request') return 'white space between a header name and its colon';
  if (!TOKEN.test(name)) return 'a header name is not a token';
  return [name, trimSpaces(line.slice(colon + 1))];
}
