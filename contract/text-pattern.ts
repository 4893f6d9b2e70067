/**
 * Text patterns of rules: a text that stands anywhere, letters from A to Z in any case, with `*` for whatever stands between. There are no
 * regular expressions, so what an answer holds can not make matching slow.
 */

const LONGEST = 200;
const MOST_PIECES = 8;

const piecesOf = (pattern: string): string[] => pattern.split('*').filter((piece) => piece !== '');

/** Why `pattern` is not one, or undefined when it is good. */
export function textPatternProblem(pattern: string): string | undefined {
  const pieces = piecesOf(pattern).length;
  if (pieces === 0) return 'must be a text to look for, with * for whatever stands between';
  if (pattern.length > LONGEST) return `must have at most ${LONGEST} characters`;
  return pieces > MOST_PIECES ? `must have at most ${MOST_PIECES} pieces between its *` : undefined;
}

/** A text as patterns look at it; bytes become it when each is taken for a character. */
export const searchable = (octets: Buffer): string =>
  octets.toString('latin1').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Compiles a pattern into a test of what `searchable` made. Each piece is looked for once, behind the one before. */
export function matchText(pattern: string): (text: string) => boolean {
  const pieces = piecesOf(pattern).map((piece) => searchable(Buffer.from(piece)));
  return (text) => {
    let from = 0;
    for (const piece of pieces) {
      const at = text.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return true;
  };
}
