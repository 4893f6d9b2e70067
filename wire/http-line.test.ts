import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader } from './http-line.ts';
import { cutAt, singly, whole } from './testing/cuts.ts';

/** All lines, then why it stopped, then what was not read. */
function readAll(pieces: readonly Buffer[], most: number): string[] {
  const reader = createLineReader();
  const seen: string[] = [];
  for (const piece of pieces) {
    for (let at = 0; ; ) {
      const step = reader.read(piece, at, most);
      if (step.state === 'more') break;
      if (step.state !== 'line') return [...seen, step.state === 'fault' ? step.detail : step.state];
      seen.push(`line ${JSON.stringify(step.line)}`);
      at = step.next;
    }
  }
  return seen;
}

describe('the line reader', () => {
  it.each([
    ['a\r\n\r\nb c\td\r\nrest', ['line "a"', 'line ""', 'line "b c\\td"']],
    ['a\xff\r\n', ['line "a\xff"']],
    ['a\n', ['an LF without a CR before it']],
    ['\n', ['an LF without a CR before it']],
    ['a\rb\r\n', ['a CR without an LF behind it']],
    ['a\r\r\n', ['a CR without an LF behind it']],
    ['a\0', ['a control character']],
    ['a\x0b', ['a control character']],
    ['a\x7f', ['a control character']],
    ['12345678\r\n', ['line "12345678"']],
    ['123456789', []],
    ['123456789\r', []],
    ['123456789\r\n', ['long']],
    ['12345678901', ['long']],
  ])('reads %j', (text, expected) => {
    const octets = Buffer.from(text, 'latin1');
    expect(readAll(whole(octets), 10)).toEqual(expected);
    expect(readAll(singly(octets), 10)).toEqual(expected);
  });

  it('says the same however the octets are cut', () => {
    const piece = fc.constantFrom('\r\n', '\r\n', '\r\n', 'a', 'bcd', '\r', '\n', ' ', '\0');
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat()), (pieces, places) => {
        const octets = Buffer.from(pieces.join(''));
        expect(readAll(cutAt(octets, places), 12)).toEqual(readAll(whole(octets), 12));
      }),
      { numRuns: 500 },
    );
  });
});
