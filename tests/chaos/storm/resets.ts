/** Resets behind every octet of an exchange of 4 KiB: by the origin, by a proxy of each kind, and by the client. */
import { setImmediate as turn } from 'node:timers/promises';
import { ANSWER_BODY } from '../breaking-peer.ts';
import { addressOf, converse, dial, gone, type Passage, wordsOf } from '../exchange.ts';
import { inParallel } from '../parallel.ts';
import type { Stage } from '../stage.ts';
import { type Blown, type Storm, tally } from '../storm.ts';

const EXCHANGE = 4_096;
const WIDTH = 32;
/** Of a peer that is not reached each time: the gateway may have refused for it. */
const MOST_ROUNDS = 2;

/** The code of a refusal by HTTP, `whole` for an answer without a gap, else `cut`. */
function wordFor(heard: Buffer): string {
  const text = heard.toString('latin1');
  const body = text.lastIndexOf('\r\n\r\na');
  if (body >= 0 && heard.length - body - 4 >= ANSWER_BODY) return 'whole';
  return /details="([a-z_]+)"/.exec(text)?.[1] ?? (heard.length === 0 ? 'closed' : 'cut');
}

async function breakOff(stage: Stage, passage: Passage, step: number): Promise<Blown> {
  const peer = stage.breaking[passage.lane === 'victims' ? 'direct' : passage.lane];
  const resets = Math.floor(EXCHANGE / step) + 1;
  peer.begin((connection) => (connection % resets) * step);
  const words: string[] = [];
  const run = async (number: number) => {
    words.push(wordFor(await converse(stage, passage, number)));
  };
  for (let round = 0; round < MOST_ROUNDS && peer.connections() < resets; round += 1)
    await inParallel(resets, WIDTH, run);
  const broken = [
    ...(peer.connections() < resets ? [`only ${peer.connections()} of ${resets} octets were reached`] : []),
    ...(words.includes('whole') ? [`a cut answer was passed on as whole: ${tally(words)}`] : []),
  ];
  return { attempts: words.length, came: tally(words), broken };
}

/** Sends what it has to say, then reads; leaves with a reset behind `octets`, at once or when they have been taken in. */
async function leaveBehind(stage: Stage, passage: Passage, octets: number): Promise<string> {
  const words = wordsOf(stage, passage);
  const socket = await dial(stage, passage.door, addressOf(octets));
  let left = octets - words.length;
  const said = new Promise<void>((resolve) => {
    socket.write(words.subarray(0, octets), () => resolve());
  });
  if (left > 0)
    await new Promise<void>((resolve) => {
      socket
        .on('close', () => resolve())
        .on('data', (chunk: Buffer) => {
          left -= chunk.length;
          if (left <= 0) resolve();
        });
    });
  await Promise.race([said, gone(socket)]);
  if (octets % 2 === 1) await turn();
  const word = socket.destroyed ? 'ended by the gateway' : 'reset';
  socket.resetAndDestroy();
  return word;
}

async function leave(stage: Stage, passage: Passage, step: number): Promise<Blown> {
  stage.breaking.direct.begin(() => Number.POSITIVE_INFINITY);
  const resets = Math.floor(EXCHANGE / step) + 1;
  const words: string[] = [];
  await inParallel(resets, WIDTH, async (number) => {
    words.push(await leaveBehind(stage, passage, number * step));
  });
  return { attempts: words.length, came: tally(words), broken: [] };
}

const WHO = { direct: 'origin', http: 'HTTP proxy', socks: 'SOCKS5 proxy' } as const;

export const RESETS: readonly Storm[] = [
  ...(['HTTP', 'CONNECT', 'SOCKS5'] as const).map((door) => ({
    name: `client resets at every octet, by ${door}`,
    blow: (stage: Stage, { step }: { step: number }) => leave(stage, { door, lane: 'direct' }, step),
  })),
  ...(['direct', 'http', 'socks'] as const).flatMap((lane) =>
    (['HTTP', 'CONNECT', 'SOCKS5'] as const).map((door) => ({
      name: `${WHO[lane]} resets at every octet, by ${door}`,
      blow: (stage: Stage, { step }: { step: number }) => breakOff(stage, { door, lane }, step),
    })),
  ),
];
