/** Rows of CSV (RFC 4180), also with semicolons or tabs between the fields. Pure. */

/** The separator of a header line: the one it has most of. */
export function separatorOf(header: string): ',' | ';' | '\t' {
  const count = (separator: string) => header.split(separator).length;
  return ([',', ';', '\t'] as const).reduce((best, one) => (count(one) > count(best) ? one : best));
}

export interface CsvRow {
  /** From 1: where the row begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The rows of `text`; a field in quotes may hold separators, line ends and doubled quotes. A quote that is never closed
 * ends with the text. Empty lines are no rows.
 */
export function csvRows(text: string, separator: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let begun = 1;
  const endRow = () => {
    fields.push(field);
    if (fields.length > 1 || fields[0]?.trim() !== '') rows.push({ line: begun, fields });
    fields = [];
    field = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === separator) {
      fields.push(field);
      field = '';
    } else if (character === '\n') {
      endRow();
      begun = line;
    } else if (character !== '\r') field += character;
  }
  endRow();
  return rows;
}
