/** The text of a list, from a file or from standard input, of a size that control takes. */
import { createReadStream } from 'node:fs';
import { LONGEST_LIST } from '@atlantic/contract/endpoint-list/read.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Shell } from '../../shell.ts';

const refused = (detail: string): AtlanticError => new AtlanticError('list_unreadable', { detail });

/** Reads UTF-8. `-` is standard input. Throws `list_unreadable` when it cannot be read, or is larger than 4 MiB. */
export async function readList(file: string, input: Shell['input']): Promise<string> {
  const name = file === '-' ? 'standard input' : file;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of file === '-' ? input() : createReadStream(file)) {
      size += chunk.length;
      if (size > LONGEST_LIST) break;
      chunks.push(chunk);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw refused(`${name} cannot be read (${code}).`);
  }
  if (size > LONGEST_LIST) throw refused(`${name} is larger than 4 MiB: cut it into several lists.`);
  return Buffer.concat(chunks).toString('utf8');
}
