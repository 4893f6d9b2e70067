/** Lists in CSV: fields by the names of a header, or by their form where there is none. Pure. */
import { StringDecoder } from 'node:string_decoder';
import { type CsvRow, createCsvReader } from '@atlantic/contract/endpoint-list/csv.ts';
import { namesEndpoint } from '@atlantic/contract/endpoint-list/record.ts';
import { readCells } from './cells.ts';
import type { Findings, Parser } from './findings.ts';
import { createEntryRecord, readRecord } from './record.ts';

export type Separator = ',' | ';' | '\t';

/** Characters of one field. */
const LONGEST_FIELD = 4_096;
/** Fields of one row; those behind are passed over. */
const MOST_FIELDS = 256;

/** Are these the names of columns, one of which is an address? */
export const isHeader = (fields: readonly string[]): boolean =>
  namesEndpoint(fields) && fields.every((name) => /^[\w .()/-]*$/.test(name));

export function createCsvParser(separator: Separator, findings: Findings): Parser {
  const decoder = new StringDecoder('utf8');
  let header: readonly string[] | undefined;
  let begun = false;

  const readRow = ({ fields }: CsvRow) => {
    const row = fields.slice(0, MOST_FIELDS);
    if (/^\s*(?:#|\/\/)/.test(row[0] ?? '')) return;
    if (!begun) {
      begun = true;
      if (isHeader(row)) {
        header = row;
        return;
      }
    }
    if (header === undefined) {
      const problem = readCells(row, { names: true }, findings);
      if (problem !== undefined) findings.reject(problem);
      return;
    }
    const record = createEntryRecord();
    for (const [at, name] of header.entries()) record.add(name, row[at] ?? '');
    const result = readRecord(record, [], findings);
    if (result !== 'given') findings.reject(result === 'none' ? 'unreadable' : result);
  };

  const reader = createCsvReader(separator, readRow, LONGEST_FIELD, () => findings.reject('too-long'));
  return {
    push: (octets) => reader.push(decoder.write(octets)),
    end() {
      reader.push(decoder.end());
      reader.end();
    },
  };
}
