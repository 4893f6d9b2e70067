import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answers, OK, type Row } from './row.ts';
import { CHAPTERS } from './rows.ts';
import { conformancePage } from './table.ts';

const ROW: Row = {
  name: 'a|b',
  rfc: 'RFC 1 §2',
  says: 'Must.',
  does: 'Does.',
  client: 'A "b"\r\n\xfc|\0',
  gets: { status: 400, code: 'request_malformed' },
  afterwards: 'closed',
};

describe('the conformance page', () => {
  it('shows octets, refusals and deviations so that a table can hold them', () => {
    const page = conformancePage([{ title: 'One', rows: [ROW, { ...ROW, gets: '', deviation: 'Because.' }] }]);
    const bytes = '`A "b"\\r\\n\\xfc\\|\\u0000`';
    expect(page).toContain(
      `| a\\|b | RFC 1 §2 | Must. | Does. (\`400\`, \`request_malformed\`) | closed | ${bytes} |\n` +
        `| a\\|b | RFC 1 §2 | Must. | **Deviation.** Does. Because. | closed | ${bytes} |\n`,
    );
  });

  it('shows what is sent later, and what an origin says beyond a plain 200', () => {
    const turns = { later: [{ after: 'x', send: 'more' }], origin: [...answers(OK), ...answers('words')] };
    expect(conformancePage([{ title: 'One', rows: [{ ...ROW, client: 'first', ...turns }] }])).toContain(
      '| `first` `more` origin: `words` |',
    );
  });

  it('is current', async () => {
    const page = join(import.meta.dirname, '../../docs/conformance.md');
    await expect(conformancePage(CHAPTERS)).toMatchFileSnapshot(page);
  });
});
