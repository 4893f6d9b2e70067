/** A body reader's whole conversation in one value that can be compared. */
import type { BodyReader } from '../http-body-reader.ts';
import type { HeaderList } from '../http-header.ts';

export interface BodyStory {
  readonly data: string;
  readonly ending: 'open' | { readonly rest: string; readonly trailers: HeaderList } | { readonly error: string };
}

/** Pushes the pieces, then the sender's FIN if `fin` says so. Text is latin1; an error is `code: detail`. */
export function readBody(reader: BodyReader, pieces: readonly Buffer[], fin: 'fin' | 'open'): BodyStory {
  let data = '';
  const steps = [...pieces.map((piece, index) => ({ index, take: () => reader.push(piece) }))];
  if (fin === 'fin') steps.push({ index: pieces.length, take: () => reader.finish() });
  for (const { index, take } of steps) {
    const step = take();
    data += Buffer.concat(step.data).toString('latin1');
    if (step.error) return { data, ending: { error: `${step.error.code}: ${step.error.detail}` } };
    if (!step.end) continue;
    const rest = Buffer.concat([step.end.rest, ...pieces.slice(index + 1)]).toString('latin1');
    return { data, ending: { rest, trailers: step.end.trailers } };
  }
  return { data, ending: 'open' };
}
