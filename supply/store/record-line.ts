/**
 * Lines of a record log: `CRC KEY TEXT`, apart by tabs. A line without text takes the key away; one without a key
 * either says that all lines before it belong to batches that are complete.
 */
import { crc32 } from 'node:zlib';

export interface RecordLine {
  readonly key: string;
  /** Undefined: the key is taken away. */
  readonly text: string | undefined;
}

const CRC_LENGTH = 8;

/** CRC-32, eight hexadecimal digits. */
export const checksum = (content: string | Uint8Array): string => crc32(content).toString(16).padStart(CRC_LENGTH, '0');

/** Neither key nor text may hold a tab or a line end, and JSON has none. */
export function recordLine(key: string, text = ''): string {
  const content = `${key}\t${text}`;
  return `${checksum(content)}\t${content}\n`;
}

export const COMMIT_LINE = recordLine('');

/** `commit`, a record, or undefined where the line is damaged. `line` is without its line end. */
export function readRecordLine(line: Buffer): RecordLine | 'commit' | undefined {
  const content = line.subarray(CRC_LENGTH + 1);
  if (line[CRC_LENGTH] !== 0x09 || line.toString('latin1', 0, CRC_LENGTH) !== checksum(content)) return undefined;
  const tab = content.indexOf(0x09);
  if (tab === -1) return undefined;
  const [key, text] = [content.toString('utf8', 0, tab), content.toString('utf8', tab + 1)];
  if (key === '') return 'commit';
  return { key, text: text === '' ? undefined : text };
}

/** Each line, without its end. What has no end is no line yet. */
export function* linesOf(lines: Buffer): Generator<Buffer> {
  for (let at = 0; ; ) {
    const end = lines.indexOf(0x0a, at);
    if (end === -1) return;
    yield lines.subarray(at, end);
    at = end + 1;
  }
}
