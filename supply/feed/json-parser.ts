/**
 * Lists in JSON, of any nesting: objects with the address in fields, texts that are entries, rows of an address and a port.
 * Only what is open is held, and of it only what says something of an address. Pure.
 */
import { isIP } from 'node:net';
import { isPort } from '@atlantic/contract/endpoint-list/endpoint.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { giveAs, looksLikeEntry, readCells } from './cells.ts';
import { readEntry } from './entry.ts';
import type { Findings, Parser } from './findings.ts';
import { createJsonTokenizer } from './json-tokens.ts';
import { kindsOf } from './kinds.ts';
import { createEntryRecord, type EntryRecord, fieldOf, readRecord } from './record.ts';

/** Cells of an array that may be a row; a longer one is none. */
const LONGEST_ROW = 16;

interface Frame {
  /** Undefined: it is an array. */
  readonly record: EntryRecord | undefined;
  /** Of the object that is read: what its value stands under. */
  key: string;
  /** Of an array: texts that are no entries by themselves. */
  readonly row: string[];
  /** What a key above says that all of it speaks: `{"socks5": ["…"]}`. */
  readonly kinds: readonly SupplyKind[];
  /** An array whose texts belong to a field of the object around it: `"protocols": ["http"]`. */
  readonly field: string | undefined;
}

export function createJsonParser(findings: Findings): Parser {
  let frames: Frame[] = [];
  let given = false;
  /** There was a value, of whatever it is. */
  let said = false;

  const told: Findings = {
    v4: findings.v4,
    entry(entry) {
      given = true;
      findings.entry(entry);
    },
    reject(reason) {
      given = true;
      findings.reject(reason);
    },
  };
  const giveText = (text: string, kinds: readonly SupplyKind[]) => {
    const entry = readEntry(text.trim());
    if (typeof entry === 'string') told.reject(entry);
    else giveAs(kinds, entry, told);
  };
  /** A text or a number on its own, or in an array. */
  const giveValue = (text: string, frame: Frame | undefined) => {
    if (looksLikeEntry(text) && isIP(text) === 0) giveText(text, frame?.kinds ?? []);
    else if (frame && frame.row.length < LONGEST_ROW) frame.row.push(text);
  };
  const endRow = ({ row, kinds }: Frame) => {
    if (row.some((cell, at) => isIP(cell) !== 0 && isPort(row[at + 1] ?? '')))
      readCells(row, { names: false, kinds }, told);
  };
  const endRecord = (record: EntryRecord, kinds: readonly SupplyKind[]) => {
    const result = readRecord(record, kinds, told);
    if (result !== 'given' && result !== 'none') told.reject(result);
  };

  const tokens = createJsonTokenizer({
    open(array) {
      const around = frames.at(-1);
      const key = around?.record ? around.key : undefined;
      const named = kindsOf(key ?? '');
      const kinds = named.only ? named.kinds : (around?.kinds ?? []);
      const known = key === undefined ? undefined : fieldOf(key)?.field;
      const field = array && (known === 'scheme' || known === 'port') ? key : undefined;
      // Some lists name each proxy in the key of an object about it.
      if (key !== undefined && !array && looksLikeEntry(key)) giveText(key, around?.kinds ?? []);
      frames.push({ record: array ? undefined : createEntryRecord(), key: '', row: [], kinds, field });
    },
    close() {
      const frame = frames.pop();
      if (frame?.record) endRecord(frame.record, frame.kinds);
      else if (frame && frame.field === undefined) endRow(frame);
    },
    key(text) {
      const frame = frames.at(-1);
      if (frame) frame.key = text;
    },
    value(text) {
      said = true;
      if (text === undefined) return;
      const frame = frames.at(-1);
      if (frame?.record) frame.record.add(frame.key, text);
      else if (frame?.field !== undefined) frames.at(-2)?.record?.add(frame.field, text);
      else giveValue(text, frame);
    },
    broken() {
      frames = [];
      told.reject('unreadable');
    },
  });

  return {
    push: tokens.push,
    end() {
      tokens.end();
      // It is JSON, and it is about something else.
      if (said && !given) findings.reject('unreadable');
    },
  };
}
