/** proxy-chain (https://github.com/apify/proxy-chain): the forward proxy that people of Node use. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '@atlantic/tests/kit/child.ts';
import { credentialOf } from '@atlantic/tests/kit/credential.ts';
import { firstLine } from '../first-line.ts';
import type { Peer } from './peer.ts';
import { versionIn } from './program-version.ts';

const USERNAME = 'bench';
const PASSWORD = 'a-password-for-one-run';
const PROGRAM = join(import.meta.dirname, 'proxy-chain-server.ts');
const START_SECONDS = 10;

export const proxyChain: Peer = {
  id: 'proxy-chain',
  title: 'proxy-chain',
  settings: 'authentication by its own callback, one process',
  pinned: true,
  async version() {
    const folder = dirname(dirname(fileURLToPath(import.meta.resolve('proxy-chain'))));
    return versionIn(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
  },
  async start() {
    const env = { ...process.env, BENCH_USERNAME: USERNAME, BENCH_PASSWORD: PASSWORD };
    const child = startChild(process.execPath, [PROGRAM], { env });
    const end = () => child[Symbol.asyncDispose]();
    try {
      const port = Number(await firstLine(child, 'proxy-chain', START_SECONDS));
      const { header } = credentialOf(USERNAME, USERNAME, PASSWORD);
      return { way: { port, proxied: true, authorization: header }, pid: child.pid, [Symbol.asyncDispose]: end };
    } catch (error) {
      await end();
      throw error;
    }
  },
};
