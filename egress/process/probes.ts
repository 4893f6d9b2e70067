/** The probes of a primary, with what they go out by. */
import type { DnsSettings } from '@atlantic/contract/dns-settings.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import { type AskJudge, createJudge } from '../upstream/judge.ts';
import { createNames, type Names } from '../upstream/resolve.ts';
import { createTlsClient } from '../upstream/tls-client.ts';
import { createProber, type Prober, type ProberOptions } from './prober.ts';

const TICK_MS = 250;

export interface Probes {
  /** What a new snapshot says; call it when the health knows its pools. */
  follow(pools: readonly SnapshotPool[], dns: DnsSettings | undefined): void;
  test: Prober['test'];
}

/** Probes until `ending` aborts. Where no pool names a judge, nothing is made and nothing is asked. */
export function startProbes({
  health,
  now,
  ending,
}: Pick<ProberOptions, 'health' | 'now'> & { ending: AbortSignal }): Probes {
  const clock = () => performance.now();
  let settings: DnsSettings | undefined;
  let names: Names | undefined;
  let judge: AskJudge | undefined;

  const ask: AskJudge = (question) => {
    if (!names) {
      names = createNames(clock);
      names.configure(settings);
    }
    judge ??= createJudge({ resolve: names.resolve, tls: createTlsClient(), ending, now: clock });
    return judge(question);
  };
  const prober = createProber({ health, ask, now, random: Math.random });
  const timer = setInterval(prober.tick, TICK_MS).unref();
  ending.addEventListener('abort', () => clearInterval(timer), { once: true });
  return {
    follow(pools, dns) {
      settings = dns;
      names?.configure(dns);
      prober.follow(pools);
    },
    test: prober.test,
  };
}
