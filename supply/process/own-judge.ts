/** The bundled judge, where the configuration has supply run one. It is started anew when what is said of it has changed. */
import { readPair } from '@atlantic/contract/certificate.ts';
import { type Bind, parseBind } from '@atlantic/contract/config/bind.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { type JudgeOptions, type JudgeServer, startJudge } from '../judge/server.ts';

type Said = SupplySettings['judge'];

export interface OwnJudge {
  /** Resolves when it listens as is said; one that cannot is said in the log, and tried again with the next settings. */
  follow(said: Said): Promise<void>;
  /** As bound: `HOST:PORT` each. */
  bound(): readonly string[];
  close(): Promise<void>;
}

function bindOf(text: string): Bind {
  const bind = parseBind(text);
  if (!bind) throw new Error('supply.judge is not at an address that can be had');
  return bind;
}

function optionsOf({ listen, tlsListen, tls }: NonNullable<Said>): JudgeOptions {
  const now = () => performance.now();
  if (tlsListen === undefined || tls === undefined) return { bind: bindOf(listen), now };
  const read = readPair(tls);
  if ('problems' in read) throw new Error(`supply.judge.tls.${read.problems[0].at} ${read.problems[0].message}`);
  return { bind: bindOf(listen), tls: { bind: bindOf(tlsListen), pair: read.pair }, now };
}

export function createOwnJudge(log: Logger): OwnJudge {
  let server: JudgeServer | undefined;
  let inForce = '';

  const close = async () => {
    await server?.close();
    server = undefined;
    inForce = '';
  };
  return {
    async follow(said) {
      const text = said === undefined ? '' : JSON.stringify(said);
      if (text === inForce) return;
      await close();
      if (said === undefined) return;
      try {
        server = await startJudge(optionsOf(said));
        inForce = text;
      } catch (error) {
        log.error('the bundled judge cannot be started', { listener: said.listen, ...faultFields(error) });
      }
    },
    bound: () => [server?.bound, server?.tlsBound].filter((bound) => bound !== undefined),
    close,
  };
}
