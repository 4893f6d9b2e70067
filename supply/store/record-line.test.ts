import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COMMIT_LINE, linesOf, readRecordLine, recordLine } from './record-line.ts';

const word = fc.string({ minLength: 1 }).map((text) => text.replace(/[\t\n\ud800-\udfff]/g, '_'));

it('reads what it wrote', () => {
  fc.assert(
    fc.property(word, word, (key, text) => {
      const [line] = linesOf(Buffer.from(recordLine(key, text)));
      expect(readRecordLine(line ?? Buffer.alloc(0))).toEqual({ key, text });
    }),
  );
  expect([...linesOf(Buffer.from(recordLine('a') + COMMIT_LINE))].map(readRecordLine)).toEqual([
    { key: 'a', text: undefined },
    'commit',
  ]);
});

it('notices each octet that is altered or lost', () => {
  const line = Buffer.from(recordLine('http://192.0.2.1:80', '{"ü":1}').trimEnd());
  for (let at = 0; at < line.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const altered = Buffer.from(line);
      altered[at] = (altered[at] ?? 0) ^ (1 << bit);
      expect(readRecordLine(altered)).toBeUndefined();
    }
    expect(readRecordLine(line.subarray(0, at))).toBeUndefined();
  }
});
