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

export interface CsvReader {
  push(text: string): void;
  /** What is left is the last row; a quote that was never closed ends with it. */
  end(): void;
}

/**
 * Reads rows out of text that comes in pieces, cut anywhere. A field in quotes may hold separators, line ends and doubled
 * quotes. Empty lines are no rows. A row with a field of more than `longest` characters is left out and told to
 * `onOverlong`; reading goes on behind its line, so that a quote that is never closed costs no more than that.
 */
export function createCsvReader(
  separator: string,
  onRow: (row: CsvRow) => void,
  longest = Number.POSITIVE_INFINITY,
  onOverlong: () => void = () => {},
): CsvReader {
  let fields: string[] = [];
  let field = '';
  let state: 'plain' | 'quoted' | 'behind-quote' | 'skipping' = 'plain';
  let line = 1;
  let begun = 1;
  const endField = () => {
    fields.push(field);
    field = '';
  };
  const endRow = () => {
    endField();
    if (state !== 'skipping' && (fields.length > 1 || fields[0]?.trim() !== '')) onRow({ line: begun, fields });
    fields = [];
    state = 'plain';
    begun = line;
  };
  const take = (character: string) => {
    field += character;
    if (field.length <= longest) return;
    onOverlong();
    state = 'skipping';
  };
  const plain = (character: string) => {
    if (character === '\n') endRow();
    else if (state === 'skipping') return;
    else if (character === '"' && field === '') state = 'quoted';
    else if (character === separator) endField();
    else if (character !== '\r') take(character);
  };
  const read = (character: string) => {
    if (character === '\n') line += 1;
    if (state === 'quoted') {
      if (character === '"') state = 'behind-quote';
      else take(character);
    } else if (state === 'behind-quote') {
      // A doubled quote is one of the field.
      state = character === '"' ? 'quoted' : 'plain';
      if (character === '"') take(character);
      else plain(character);
    } else plain(character);
  };
  return {
    push(text) {
      for (let at = 0; at < text.length; at += 1) read(text.charAt(at));
    },
    end: endRow,
  };
}

/** The rows of `text`, as `createCsvReader` reads them. */
export function csvRows(text: string, separator: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const reader = createCsvReader(separator, (row) => rows.push(row));
  reader.push(text);
  reader.end();
  return rows;
}
