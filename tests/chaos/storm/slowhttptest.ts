/** slowhttptest (https://github.com/shekyan/slowhttptest), a program that others wrote to bring servers down. */
import { runProgram } from '../../clients/run-program.ts';
import { temporaryFolder } from '../../kit/folder.ts';
import { ensureProgram } from '../../kit/program.ts';
import type { Storm } from '../storm.ts';

const MODES = [
  { name: 'slow heads', options: ['-H', '-i', '3'] },
  { name: 'slow bodies', options: ['-B', '-i', '3', '-s', '8192'] },
  { name: 'slow reads', options: ['-X', '-w', '10', '-y', '20', '-n', '3', '-z', '32'] },
] as const;

export const SLOWHTTPTEST: readonly Storm[] = MODES.map(({ name, options }) => ({
  name: `slowhttptest: ${name}`,
  async blow({ openPort, transfers }, { clients, slowSeconds }) {
    const program = await ensureProgram('slowhttptest');
    using folder = temporaryFolder('slowhttptest');
    const proxy = `127.0.0.1:${openPort}`;
    const length = ['-c', String(clients), '-r', String(clients), '-l', String(slowSeconds), '-p', '5'];
    const through = ['-d', proxy, '-u', `http://127.0.0.1:${transfers.port}/down/slow/200000/1000/10`];
    const { code, stdout } = await runProgram(program, [...options, ...length, ...through], { cwd: folder.path });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it colours what it prints.
    const said = stdout.toString().replaceAll(/\x1b\[[\d;]*m/g, '');
    const last = (what: string) => [...said.matchAll(new RegExp(`${what}:\\s+(.+)`, 'g'))].at(-1)?.[1]?.trim() ?? '?';
    const came = `service available: ${last('service available')}; ${last('Exit status').toLowerCase()}`;
    const broken = [
      ...(code === 0 ? [] : [`it ended with ${code}`]),
      ...(last('service available') === 'YES' ? [] : ['it found no service']),
    ];
    return { attempts: clients, came, broken };
  },
}));
