/** The conformance table as a page for readers. */
import { OK, type Row } from './row.ts';
import type { CHAPTERS } from './rows.ts';

/** Most characters shown of what a client sends. */
const SHOWN = 240;

const INTRODUCTION = `# HTTP conformance

What the HTTP door does with each kind of message, beside what the RFC asks. Every row is a conversation that the tests hold
through a real listener: all octets that the origin sees, all that the client gets, and what its connection is good for
afterwards. Each is held twice: straight to the origin, and by way of an HTTP proxy, which must see the same with the target in
absolute form. The rows are data in \`egress/conformance/rows/\`; this page is made from them, and a test fails when it is not
current (\`npx vitest run --project unit egress/conformance -u\` writes it anew).

In the octets, \`{origin}\` stands for host and port of the target, and \`{auth}\` for a valid Proxy-Authorization line. What
the origin says is shown where it is not a plain 200.
Afterwards the client's connection is *open* for another request, *closed* by the gateway, or a *tunnel*.
`;

/** Octets as readable text: line ends and everything that is not printable ASCII escaped. */
function octets(text: string): string {
  const short = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  const escaped = JSON.stringify(short).slice(1, -1).replaceAll('\\"', '"');
  return escaped.replace(/[\x80-\xff]/g, (octet) => `\\x${octet.charCodeAt(0).toString(16)}`);
}

/** Inside a cell of a table a bar would end it. */
const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(octets(text))}\``;

/** What either side says, the default answer of an origin left out. */
function conversation({ client, later = [], origin = [] }: Row): string {
  const said = (turns: Row['origin'] = []) => turns.filter(({ send }) => send !== OK).map(({ send }) => code(send));
  const words = said(origin);
  return [code(client), ...said(later), ...(words.length > 0 ? ['origin:', ...words] : [])].join(' ');
}

function line(row: Row): string {
  const { name, rfc, says, does, deviation, gets, afterwards } = row;
  const refused = typeof gets === 'string' ? '' : ` (\`${gets.status}\`, \`${gets.code}\`)`;
  const deed = deviation === undefined ? `${does}${refused}` : `**Deviation.** ${does}${refused} ${deviation}`;
  return `| ${[name, rfc, says, deed, afterwards].map(cell).join(' | ')} | ${conversation(row)} |`;
}

const HEADER =
  '| case | source | what it says | what Atlantic does | afterwards | octets of the client |\n|---|---|---|---|---|---|';

/** The page, `docs/conformance.md`. */
export function conformancePage(chapters: typeof CHAPTERS): string {
  const tables = chapters.map(({ title, rows }) => `## ${title}\n\n${HEADER}\n${rows.map(line).join('\n')}\n`);
  return [INTRODUCTION, ...tables].join('\n');
}
