/** The judge of a pool: the page that is asked through its endpoints, to see whether they work. */

export interface JudgeUrl {
  readonly tls: boolean;
  /** A name or an address, lower case, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** As the Host header has it: without a port that is usual. */
  readonly authority: string;
  /** Path and query. */
  readonly path: string;
}

/** The parts of the URL, or undefined when it is none that can be asked. */
export function parseJudgeUrl(text: string): JudgeUrl | undefined {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const tls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
  return host === '' || port === 0
    ? undefined
    : { tls, host, port, authority: url.host, path: `${url.pathname}${url.search}` };
}

export const judgeUrlProblem = (text: string): string | undefined =>
  parseJudgeUrl(text) ? undefined : 'must be http://HOST[:PORT]/PATH or https://HOST[:PORT]/PATH without a user';
