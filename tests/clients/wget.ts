/** GNU Wget, which speaks HTTP to a proxy only. */
import { ensureProgram } from '../kit/program.ts';
import { uploadOf } from '../kit/upload.ts';
import { BY_HTTP, type ClientProgram } from './client.ts';
import { runProgram, versionOf } from './run-program.ts';
import { type Send, webClient } from './web-client.ts';

/** What `-S` prints of an answer: the status line, indented. */
const STATUS_LINE = /^ {2}HTTP\/1\.[01] (\d{3})/gm;

const sendBy =
  (program: string): Send =>
  async (passage, { url, body }) => {
    const { gateway, username, secret, certificateFile } = passage;
    using upload = uploadOf(body ?? Buffer.alloc(0));
    const fixed = ['--no-config', '--no-hsts', '-S', '--tries=1', '--timeout=20', '-O', '-'];
    const login = [`--proxy-user=${username}`, `--proxy-password=${secret}`];
    const content = body ? [`--post-file=${upload.file}`] : [];
    const env = { http_proxy: `http://${gateway}`, https_proxy: `http://${gateway}` };
    const args = [...fixed, ...login, `--ca-certificate=${certificateFile}`, ...content, url];
    const { code, stdout, stderr } = await runProgram(program, args, { env });
    const status = Number([...stderr.matchAll(STATUS_LINE)].at(-1)?.[1] ?? 0);
    return { status, body: stdout, said: `${code} ${stderr}` };
  };

export const wgetClient: ClientProgram = {
  name: 'wget',
  ways: BY_HTTP,
  // Exit codes 8 and 4: an error response, a network failure (wget(1)).
  refusal: { HTTP: /^407 8 /, CONNECT: /Proxy tunneling failed: Proxy Authentication Required/, SOCKS5: /^$/ },
  async open() {
    const program = await ensureProgram('wget');
    return webClient(await versionOf(program), sendBy(program));
  },
};
