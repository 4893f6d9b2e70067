/** Lines of an HTTP message, read strictly and only once however they are cut into chunks. */

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DEL = 0x7f;

export type LineStep =
  /** A line without its CRLF (latin1), and where in the chunk the next one begins. */
  | { readonly state: 'line'; readonly line: string; readonly next: number }
  | { readonly state: 'more' }
  /** The line is longer than it may be. */
  | { readonly state: 'long' }
  | { readonly state: 'fault'; readonly detail: string };

export interface LineReader {
  /**
   * Reads `chunk` from offset `from` up to the end of a line of at most `most` octets, its CRLF included. A line that is
   * cut off is remembered, and the next chunk continues it.
   */
  read(chunk: Buffer, from: number, most: number): LineStep;
}

/**
 * RFC 9112 §2.2 lets a recipient take a bare LF for a line end. This one does not, nor a bare CR, nor any other control
 * character but TAB: where two implementations disagree about line ends, requests are smuggled.
 */
export function createLineReader(): LineReader {
  // Appending to a string makes a rope, so a line fed octet by octet costs linear time.
  let held = '';
  let afterCr = false;

  return {
    read(chunk, from, most) {
      const heldOctets = held.length + (afterCr ? 1 : 0);
      for (let at = from; at < chunk.length; at++) {
        if (heldOctets + at - from >= most) return { state: 'long' };
        const octet = chunk[at];
        if (octet === LF && afterCr) {
          const line = held + chunk.toString('latin1', from, Math.max(from, at - 1));
          held = '';
          afterCr = false;
          return { state: 'line', line, next: at + 1 };
        }
        const detail = faultOf(octet, afterCr);
        if (detail !== undefined) return { state: 'fault', detail };
        afterCr = octet === CR;
      }
      if (from < chunk.length) held += chunk.toString('latin1', from, afterCr ? chunk.length - 1 : chunk.length);
      return { state: 'more' };
    },
  };
}

function faultOf(octet: number | undefined, afterCr: boolean): string | undefined {
  if (octet === undefined) return undefined;
  if (afterCr) return 'a CR without an LF behind it';
  if (octet === LF) return 'an LF without a CR before it';
  const control = (octet < SPACE && octet !== TAB && octet !== CR) || octet === DEL;
  return control ? 'a control character' : undefined;
}
