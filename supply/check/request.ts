/** What is written to a proxy, or to a judge: as little as a request needs, so that all else a judge sees was added. */
import type { JudgeUrl } from '@atlantic/contract/judge-url.ts';
import { formatBasic } from '@atlantic/wire/basic-auth.ts';
import type { JudgeFormat } from './read-judge.ts';
import type { Login } from './tunnel-talk.ts';

/** Some proxies and judges turn away whoever does not look like a browser. */
const AGENT = 'Mozilla/5.0 (compatible; Atlantic)';

/** The path that makes a judge say the token back. */
export function judgePath(path: string, format: JudgeFormat, token: string): string {
  if (format === 'azenv') return `${path}${path.includes('?') ? '&' : '?'}${token}`;
  return `${path}${path.endsWith('/') ? '' : '/'}${token}`;
}

const authorization = ({ username, password = '' }: Login): string =>
  username === undefined ? '' : `Proxy-Authorization: ${formatBasic(username, password)}\r\n`;

const NOBODY: Login = { username: undefined, password: undefined };

/** GET. `target`: the path, or for a proxy the whole URL (RFC 9112 §3.2). */
export const getRequest = (target: string, authority: string, login = NOBODY): Buffer =>
  Buffer.from(
    `GET ${target} HTTP/1.1\r\nHost: ${authority}\r\n${authorization(login)}User-Agent: ${AGENT}\r\n` +
      'Accept: text/html,*/*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n',
    'latin1',
  );

const hostPort = ({ host, port }: JudgeUrl): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** RFC 9110 §9.3.6. */
export const connectRequest = (door: JudgeUrl, login: Login): Buffer =>
  Buffer.from(
    `CONNECT ${hostPort(door)} HTTP/1.1\r\nHost: ${hostPort(door)}\r\n${authorization(login)}User-Agent: ${AGENT}\r\n\r\n`,
    'latin1',
  );

/** RFC 9110 §9.3.7: asks the proxy about itself, so it needs no target. */
export const optionsRequest = (): Buffer =>
  Buffer.from('OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 'latin1');
