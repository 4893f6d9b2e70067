/** The conformance table of the HTTP door, in the order of docs/conformance.md. */
import type { Row } from './row.ts';
import { ANSWER_SMUGGLING_ROWS } from './rows/answer-smuggling.ts';
import { BODY_ROWS } from './rows/body.ts';
import { CONNECTION_ROWS } from './rows/connection.ts';
import { MALFORMED_ROWS } from './rows/malformed.ts';
import { SMUGGLING_ROWS } from './rows/smuggling.ts';
import { TARGET_ROWS } from './rows/target.ts';
import { TUNNEL_ROWS } from './rows/tunnel.ts';

export const CHAPTERS: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  { title: 'Where a request goes', rows: TARGET_ROWS },
  { title: 'Connections', rows: CONNECTION_ROWS },
  { title: 'Bodies', rows: BODY_ROWS },
  { title: 'CONNECT, credentials, and what a proxy adds', rows: TUNNEL_ROWS },
  { title: 'What can be read in two ways', rows: MALFORMED_ROWS },
  { title: 'One message inside another', rows: [...SMUGGLING_ROWS, ...ANSWER_SMUGGLING_ROWS] },
];
