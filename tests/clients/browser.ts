/** A headless Chromium of its own, that asks nobody for anything by itself. */
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { type DevTools, openDevTools } from './devtools.ts';
import { plainEnvironment } from './run-program.ts';

const READY_SECONDS = 30;
const LOOK_MS = 50;

const SWITCHES = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--remote-debugging-port=0',
];

/** Chromium trusts a certificate of its own making by the digest of its key (`--ignore-certificate-errors-spki-list`). */
export function keyDigest(certificateFile: string): string {
  const { publicKey } = new X509Certificate(readFileSync(certificateFile));
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

/** Chromium writes the port and the path of its WebSocket there, in two lines. */
async function devToolsUrl(profile: string): Promise<string> {
  const file = join(profile, 'DevToolsActivePort');
  const giveUp = AbortSignal.timeout(READY_SECONDS * 1000);
  for (;;) {
    const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (port && path) return `ws://127.0.0.1:${port}${path.trim()}`;
    await pause(LOOK_MS, undefined, { signal: giveUp });
  }
}

export interface Browser extends AsyncDisposable {
  readonly devTools: DevTools;
}

/** `profile` is an empty folder; `certificateFile` the one certificate without an authority that it trusts. */
export async function startBrowser(program: string, profile: string, certificateFile: string): Promise<Browser> {
  const trust = `--ignore-certificate-errors-spki-list=${keyDigest(certificateFile)}`;
  // Its sandbox refuses to work for root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...SWITCHES, ...sandbox, trust, `--user-data-dir=${profile}`, 'about:blank'];
  const child = startChild(program, args, { env: plainEnvironment() });
  try {
    const ended = child.exited.then(() => {
      throw new Error(`chromium ended: ${child.stderr()}`);
    });
    const url = await within(READY_SECONDS, 'chromium', Promise.race([devToolsUrl(profile), ended]));
    const devTools = await openDevTools(url);
    return {
      devTools,
      async [Symbol.asyncDispose]() {
        devTools[Symbol.dispose]();
        await child[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}
