/** curl, by every door; `-p` takes plain HTTP through a tunnel, too. */
import { curl } from '../kit/curl.ts';
import { ensureProgram } from '../kit/program.ts';
import { uploadOf } from '../kit/upload.ts';
import { BY_HTTP, BY_SOCKS5, type ClientProgram, type Passage } from './client.ts';
import { versionOf } from './run-program.ts';
import { type WebRequest, webClient } from './web-client.ts';

async function send(passage: Passage, { url, body }: WebRequest) {
  const { door, gateway, username, secret, certificateFile } = passage;
  using upload = uploadOf(body ?? Buffer.alloc(0));
  const proxy = door === 'SOCKS5' ? ['--socks5-hostname', gateway] : ['-x', `http://${gateway}`];
  const tunnel = door === 'CONNECT' ? ['-p'] : [];
  const content = body ? ['--data-binary', `@${upload.file}`] : [];
  const trust = ['--cacert', certificateFile];
  const answer = await curl([...proxy, ...tunnel, '-U', `${username}:${secret}`, ...trust, ...content, url]);
  return { status: answer.status, body: answer.stdout, said: `${answer.code} ${answer.stderr}` };
}

export const curlClient: ClientProgram = {
  name: 'curl',
  ways: [...BY_HTTP, { door: 'CONNECT', scheme: 'http' }, ...BY_SOCKS5],
  // Exit codes 56 and 97: a failure while receiving, a failed handshake with the proxy (curl(1)).
  refusal: { HTTP: /^407 0 /, CONNECT: /^0 56 .*\b407\b/, SOCKS5: /^0 97 / },
  open: async () => webClient(await versionOf(await ensureProgram('curl')), send),
};
