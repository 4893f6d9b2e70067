/** slowhttptest (https://github.com/shekyan/slowhttptest), a program that others wrote to bring servers down. */
import { stripVTControlCharacters } from 'node:util';
import { runProgram } from '../../clients/run-program.ts';
import { temporaryFolder } from '../../kit/folder.ts';
import { ensureProgram } from '../../kit/program.ts';
import type { Scale } from '../scale.ts';
import type { Stage } from '../stage.ts';
import { type Blown, type Storm, together } from '../storm.ts';

const MODES = [
  { name: 'slow heads', options: ['-H', '-i', '3'] },
  { name: 'slow bodies', options: ['-B', '-i', '3', '-s', '8192'] },
  { name: 'slow reads', options: ['-X', '-w', '10', '-y', '20', '-n', '3', '-z', '32'] },
] as const;

async function run({ name, options }: (typeof MODES)[number], stage: Stage, scale: Scale): Promise<Blown> {
  const { openPort, transfers } = stage;
  const { clients, slowSeconds } = scale;
  const program = await ensureProgram('slowhttptest');
  using folder = temporaryFolder('slowhttptest');
  const length = ['-c', String(clients), '-r', String(clients), '-l', String(slowSeconds), '-p', '5'];
  const url = `http://127.0.0.1:${transfers.port}/down/slow/200000/1000/10`;
  const through = ['-d', `127.0.0.1:${openPort}`, '-u', url];
  const { code, stdout } = await runProgram(program, [...options, ...length, ...through], { cwd: folder.path });
  const said = stripVTControlCharacters(stdout.toString());
  const last = (what: string) => [...said.matchAll(new RegExp(`${what}:\\s+(.+)`, 'g'))].at(-1)?.[1]?.trim() ?? '?';
  const broken = [
    ...(code === 0 ? [] : [`slowhttptest ended with ${code}`]),
    ...(last('service available') === 'YES' ? [] : [`slowhttptest found no service with ${name}`]),
  ];
  const came = `${name}: service available: ${last('service available')}, ${last('Exit status').toLowerCase()}`;
  return { attempts: clients, came, broken };
}

export const SLOWHTTPTEST: Storm = {
  name: 'slowhttptest',
  blow: async (stage, scale) => together(await Promise.all(MODES.map((mode) => run(mode, stage, scale)))),
};
