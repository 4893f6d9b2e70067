/** Storms of the network itself: packets that are lost, and peers that vanish without a word. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Storm, tally } from '../storm.ts';
import type { NetStage } from './stage.ts';

const LOSS_PERCENT = 10;
const SIZE = 100_000;
const AT_ONCE = 30;
/** Of the others, who come and go meanwhile, and of talks with control. */
const NOISE = 8;
const LOOK_EVERY_MS = 2_000;

/** Ways in, as curl is told them. */
const DOORS = [
  ['HTTP', (gateway: string) => ['-x', `http://${gateway}`]],
  ['CONNECT', (gateway: string) => ['-p', '-x', `http://${gateway}`]],
  ['SOCKS5', (gateway: string) => ['-x', `socks5h://${gateway}`]],
] as const;

async function downloads(stage: NetStage, count: number): Promise<string[]> {
  const words = DOORS.map(async ([door, options]) => {
    const each = ['-o', '/dev/null', `http://${stage.origin.target}/bytes/${SIZE}`];
    const urls = Array.from({ length: count }, () => each).flat();
    const form = ['-Z', '--parallel-max', String(AT_ONCE), '-m', '55', '-w', '%{http_code} %{size_download}\n'];
    const { stdout } = await stage.curl(stage.clients, [...options(stage.gateway), ...form, ...urls]);
    const lines = stdout.toString().trim().split('\n');
    return lines.map((line) => (line === `200 ${SIZE}` ? 'whole' : `${line} by ${door}`));
  });
  return (await Promise.all(words)).flat();
}

const loss = (who: 'clients' | 'origin'): Storm<NetStage> => ({
  name: `${LOSS_PERCENT} % of the packets of the ${who} are lost, each way`,
  async blow(stage, scale) {
    const host = who === 'clients' ? stage.clients : stage.origin.host;
    // The one origin is that of the others, too, who are then only slow.
    await stage.lose(host, LOSS_PERCENT);
    const words = await downloads(stage, scale.downloads).finally(() => stage.lose(host, 0));
    const missing = words.filter((word) => word !== 'whole');
    return {
      attempts: words.length,
      came: tally(words),
      broken: missing.length > 0 ? [`not whole: ${tally(missing)}`] : [],
    };
  },
});

/** Connections of the egress processes go back to what they were within the time of the scale. */
const VANISH: Storm<NetStage> = {
  name: 'clients and origins vanish without a word',
  async blow(stage, { clients, vanishedSeconds }) {
    const before = (await stage.holdings()).descriptors;
    const gone = await stage.crowd(stage.clients, stage.origin.target, clients, '/');
    const waiting = await stage.crowd(stage.others, stage.lost.target, clients, '/drip');
    const held = (await stage.holdings()).descriptors - before;
    await stage.lose(stage.clients, 100);
    await stage.lose(stage.lost.host, 100);
    const startedAt = performance.now();
    const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
    const times: string[] = [];
    let left = held;
    for (let told = held; left > NOISE && seconds() < vanishedSeconds; ) {
      await pause(LOOK_EVERY_MS);
      left = (await stage.holdings()).descriptors - before;
      if (left > told * 0.9 && left > NOISE) continue;
      told = left;
      times.push(`${left} after ${seconds()} s`);
    }
    await stage.lose(stage.clients, 0);
    await stage.lose(stage.lost.host, 0);
    await gone[Symbol.asyncDispose]();
    await waiting[Symbol.asyncDispose]();
    const broken = vanishedSeconds > 0 && left > NOISE ? [`${left} of ${held} descriptors were kept`] : [];
    return { attempts: clients * 2, came: [`${held} descriptors`, ...times].join(', '), broken };
  },
};

export const WEATHER: readonly Storm<NetStage>[] = [loss('clients'), loss('origin'), VANISH];
