/** The bundled judge, where the configuration has supply run one. */
import { readPair } from '@atlantic/contract/certificate.ts';
import { type Bind, parseBind } from '@atlantic/contract/config/bind.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { type JudgeOptions, type JudgeServer, startJudge } from '../judge/server.ts';

type Said = NonNullable<SupplySettings['judge']>;

function bindOf(text: string): Bind {
  const bind = parseBind(text);
  if (!bind) throw new Error('supply.judge is not at an address that can be had');
  return bind;
}

function optionsOf({ listen, tlsListen, tls }: Said): JudgeOptions {
  const now = () => performance.now();
  if (tlsListen === undefined || tls === undefined) return { bind: bindOf(listen), now };
  const read = readPair(tls);
  if ('problems' in read) throw new Error(`supply.judge.tls.${read.problems[0].at} ${read.problems[0].message}`);
  return { bind: bindOf(listen), tls: { bind: bindOf(tlsListen), pair: read.pair }, now };
}

/** Undefined where none is said, or it cannot be started: the log says why, and the status that the judge is down. */
export async function startOwnJudge(said: Said | undefined, log: Logger): Promise<JudgeServer | undefined> {
  if (said === undefined) return undefined;
  try {
    return await startJudge(optionsOf(said));
  } catch (error) {
    log.error('the bundled judge cannot be started', { listener: said.listen, ...faultFields(error) });
    return undefined;
  }
}
