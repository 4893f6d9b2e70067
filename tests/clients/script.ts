/** Clients that are a short program in another language: the task goes in by stdin, so that no secret is an argument. */
import type { Answer, Passage } from './client.ts';
import type { Ended } from './run-program.ts';
import type { WebRequest } from './web-client.ts';

/** The task of the Python programs, as JSON. */
export function scriptTask(passage: Passage, url: WebRequest['url'], bodyFile: string | undefined): string {
  const { door, gateway, username, secret, certificateFile } = passage;
  const scheme = door === 'SOCKS5' ? 'socks5h' : 'http';
  const proxy = `${scheme}://${username}:${secret}@${gateway}`;
  return JSON.stringify({ proxy, url, certificateFile, ...(bodyFile === undefined ? {} : { bodyFile }) });
}

/** The outcome of the Python programs; a program that broke says so on stderr in its own words. */
export function scriptAnswer({ code, stdout, stderr }: Ended): Answer {
  if (code !== 0) return { status: 0, body: stdout, said: stderr };
  const { status, said } = JSON.parse(stderr) as { status: number; said: string };
  return { status, body: stdout, said };
}
