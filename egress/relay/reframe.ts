/** A message body read in one framing and written in another. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { createBodyReader } from '@atlantic/wire/http-body.ts';
import type { BodyStep } from '@atlantic/wire/http-body-reader.ts';
import { encodeChunk, encodeLastChunk } from '@atlantic/wire/http-chunk.ts';
import type { Framing } from '@atlantic/wire/http-framing.ts';
import type { MessageSide } from '@atlantic/wire/wire-error.ts';
import type { Shaped } from './flow.ts';

export interface Reframe {
  /** Push the octets behind the head first, even when there are none. Throws the AtlanticError of a broken body. */
  shape(chunk: Buffer): Shaped;
  finish(): Shaped;
}

/** `chunked`: write chunks; otherwise the content as it is. `onRest` gets what stands behind the body's end. */
export function reframe(options: {
  framing: Framing;
  side: MessageSide;
  chunked: boolean;
  onRest(rest: Buffer): void;
}): Reframe {
  const { chunked, onRest } = options;
  const reader = createBodyReader(options.framing, options.side);

  const shaped = ({ data, end, error }: BodyStep, arrived: number): Shaped => {
    if (error) throw new AtlanticError(error.code, { detail: error.detail });
    const out = chunked ? data.flatMap(encodeChunk) : data;
    if (!end) return { out, used: arrived, last: false };
    if (end.rest.length > 0) onRest(end.rest);
    const used = arrived - end.rest.length;
    return { out: chunked ? [...out, encodeLastChunk(end.trailers)] : out, used, last: true };
  };
  return {
    shape: (chunk) => shaped(reader.push(chunk), chunk.length),
    finish: () => shaped(reader.finish(), 0),
  };
}
