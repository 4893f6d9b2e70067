/** The launcher runs for real, under this Node and under an older one where the machine has it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const OLDER = '/usr/bin/node';

/** The major version of a Node, or 0 where there is none. */
function majorOf(node: string): number {
  try {
    return Number.parseInt(execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }), 10);
  } catch {
    return 0;
  }
}
const hasOlder = majorOf(OLDER) >= 18 && majorOf(OLDER) < 24;

const root = mkdtempSync(join(tmpdir(), 'atlantic-launcher-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A clone with a program of the test's own behind the launcher. */
function clone(name: string, program: string, installed: boolean): string {
  const cli = join(root, name, 'cli');
  mkdirSync(cli, { recursive: true });
  copyFileSync(new URL('./atlantic.js', import.meta.url), join(cli, 'atlantic.js'));
  writeFileSync(join(cli, 'package.json'), '{"type":"module"}');
  writeFileSync(join(cli, 'main.ts'), program);
  const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
  if (installed) symlinkSync(modules, join(root, name, 'node_modules'));
  return join(cli, 'atlantic.js');
}

const PROGRAM = `
const stay: NodeJS.Timeout = setInterval(() => {}, 60_000);
process.on('SIGTERM', () => process.exit(5));
process.on('SIGHUP', () => process.exit(6));
process.on('disconnect', () => { process.stdout.write('alone'); process.exit(0); });
process.stdout.write(JSON.stringify([process.versions.node.split('.')[0], process.pid, ...process.argv.slice(2)]) + '\\n');
if (process.argv[2] === 'end') process.exit(7);
`;

interface Run {
  readonly launcher: ChildProcess;
  /** Node's major version, the program's process number, and its arguments. */
  readonly hello: [major: string, pid: number, ...args: string[]];
  output(): string;
  readonly closed: Promise<[code: number | null, signal: string | null]>;
}

async function launch(node: string, script: string, ...args: string[]): Promise<Run> {
  const launcher = spawn(node, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const closed = once(launcher, 'close') as Run['closed'];
  await Promise.race([once(launcher.stdout, 'data'), closed]);
  return { launcher, hello: output.startsWith('[') ? JSON.parse(output) : ['', 0], output: () => output, closed };
}

describe.each([
  ['this Node', process.execPath, true],
  ['an older Node', OLDER, hasOlder],
])('the launcher under %s', (_, node, present) => {
  const script = clone(`under-${present}-${node.length}`, PROGRAM, true);

  it.runIf(present)('runs the program under Node 24 with the same arguments and exit code', async () => {
    const { hello, closed } = await launch(node, script, 'end', 'a b', '--c');
    expect(hello).toEqual(['24', expect.any(Number), 'end', 'a b', '--c']);
    expect(await closed).toEqual([7, null]);
  });

  it.runIf(present).each([
    ['SIGTERM', [5, null]],
    ['SIGHUP', [6, null]],
    ['SIGINT', [null, 'SIGINT']],
  ] as const)('passes %s on and ends as the program does', async (signal, end) => {
    const { launcher, closed } = await launch(node, script, 'stay');
    launcher.kill(signal);
    expect(await closed).toEqual(end);
  });
});

describe.runIf(hasOlder)('the launcher in the way', () => {
  const script = clone('stand-in', PROGRAM, true);

  it('ends by the signal that killed the program', async () => {
    const { hello, closed } = await launch(OLDER, script, 'stay');
    process.kill(hello[1], 'SIGKILL');
    expect(await closed).toEqual([null, 'SIGKILL']);
  });

  it('lets the program know when it is killed itself', async () => {
    const { launcher, output, closed } = await launch(OLDER, script, 'stay');
    launcher.kill('SIGKILL');
    await closed;
    expect(output()).toMatch(/alone$/);
  });

  it('says what is missing when there is no runtime', async () => {
    const { output, closed } = await launch(OLDER, clone('bare', PROGRAM, false));
    expect(await closed).toEqual([1, null]);
    expect(output()).toMatch(
      /^atlantic: needs Node 24, and this is \d+\.\d+\.\d+\. Run npm ci in .*bare to get it, or install Node 24\.\n$/,
    );
  });
});

describe('what was compiled', () => {
  const program = "process.stdout.write(JSON.stringify(['', 0, process.env.NODE_COMPILE_CACHE ?? 'nowhere']));";
  const place = async (script: string) => {
    const { hello, closed } = await launch(process.execPath, script);
    expect(await closed).toEqual([0, null]);
    return hello[2];
  };

  it('is kept beside the packages, for the processes that this one starts too', async () => {
    const folder = join(root, 'keeps', 'node_modules', '.cache', 'atlantic');
    expect(await place(clone('keeps', program, false))).toBe(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('is kept somewhere else, by whoever knows where, when it cannot be kept there', async () => {
    const script = clone('keeps-not', program, false);
    writeFileSync(join(root, 'keeps-not', 'node_modules'), 'a file');
    expect(await place(script)).toBe('nowhere');
  });
});
