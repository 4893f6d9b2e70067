/** docs/errors.md: every way to fail, from the catalogue, with what each door says. */
import { CATALOGUE, type ErrorCode, type ErrorSource } from '@atlantic/contract/errors.ts';
import { MADE, table } from './markdown.ts';

const HEADINGS: Record<ErrorSource, string> = {
  downstream: 'What the client’s side can mend',
  gateway: 'What the gateway cannot do now',
  upstream: 'What the far side did',
};

/** `replyOf` gives the SOCKS5 reply of a code (RFC 1928 §6). */
export function errorsPage(replyOf: (code: ErrorCode) => number): string {
  const codes = Object.keys(CATALOGUE) as ErrorCode[];
  const section = (source: ErrorSource) => {
    const rows = codes
      .filter((code) => CATALOGUE[code].source === source)
      .map((code) => {
        const { sentence, recovery, retryable, status, proxyStatus } = CATALOGUE[code];
        return [
          `\`${code}\``,
          sentence,
          recovery,
          retryable ? 'yes' : 'no',
          `${status}`,
          proxyStatus,
          `${replyOf(code)}`,
        ];
      });
    const titles = ['code', 'what it means', 'what to do', 'retry', 'HTTP', '`Proxy-Status`', 'SOCKS5'];
    return `## ${HEADINGS[source]}\n\n${table(titles, rows)}\n`;
  };
  return `${MADE}

# Errors

Every way in which Atlantic fails has a code. A refusal by HTTP carries its status, a \`Proxy-Status\` header (RFC 9209) with the error
type of the table and the code as \`details\`, and a body in text or, where the request accepts it, JSON, that says the same and
whose fault it was. SOCKS5 has eight replies (RFC 1928 §6) and says the nearest. The control API answers with a problem document
(RFC 9457) of the same code. \`atlantic explain CODE\` prints the row of one.

*Retry* says whether the same request may succeed when it is sent again.

${section('downstream')}
${section('gateway')}
${section('upstream')}`;
}
