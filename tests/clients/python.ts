/** Python 3: urllib of its standard library, and requests where it is installed. */
import { join } from 'node:path';
import { ensureProgram, findProgram, installPackage } from '../kit/program.ts';
import { uploadOf } from '../kit/upload.ts';
import { BY_HTTP, BY_SOCKS5, type ClientProgram } from './client.ts';
import { runProgram, versionOf } from './run-program.ts';
import { scriptAnswer, scriptTask } from './script.ts';
import { type Send, webClient } from './web-client.ts';

const FOLDER = join(import.meta.dirname, 'fetch');

/** Debian's own before any other on PATH: packages of Debian are seen by that one alone. */
const findPython = async (): Promise<string> => findProgram('python3', '/usr/bin') ?? (await ensureProgram('python3'));

const sendBy =
  (python: string, script: string): Send =>
  async (passage, { url, body }) => {
    using upload = uploadOf(body ?? Buffer.alloc(0));
    const input = scriptTask(passage, url, body && upload.file);
    return scriptAnswer(await runProgram(python, [join(FOLDER, script)], { input }));
  };

export const urllibClient: ClientProgram = {
  name: 'python urllib',
  ways: BY_HTTP,
  refusal: { HTTP: /^407 /, CONNECT: /^0 .*Tunnel connection failed: 407/, SOCKS5: /^$/ },
  async open() {
    const python = await findPython();
    return webClient(await versionOf(python), sendBy(python, 'fetch_urllib.py'));
  },
};

/** The version of requests; undefined when it, or what it needs for SOCKS5, is not there. */
async function requestsVersion(python: string): Promise<string | undefined> {
  const { code, stdout } = await runProgram(python, ['-c', 'import requests, socks; print(requests.__version__)']);
  return code === 0 ? stdout.toString().trim() : undefined;
}

export const requestsClient: ClientProgram = {
  name: 'python requests',
  ways: [...BY_HTTP, ...BY_SOCKS5],
  refusal: {
    HTTP: /^407 /,
    CONNECT: /^0 .*Tunnel connection failed: 407/,
    SOCKS5: /^0 .*SOCKS5 authentication failed/,
  },
  async open() {
    const python = await findPython();
    if ((await requestsVersion(python)) === undefined) {
      await installPackage('python3-requests', 'requests for Python');
      await installPackage('python3-socks', 'PySocks for Python');
    }
    const version = await requestsVersion(python);
    if (version === undefined) throw new Error(`${python} finds no requests`);
    return webClient(version, sendBy(python, 'fetch_requests.py'));
  },
};
