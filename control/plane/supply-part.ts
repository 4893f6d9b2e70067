/** The part of the snapshot that supply follows, as far as the configuration decides it. Pure, but for what `read` looks up. */
import { resolve } from 'node:path';
import type { Config } from '@atlantic/contract/config/schema.ts';
import { hashSecret } from '@atlantic/contract/secret.ts';
import type { JudgeSettings, SupplyPool, SupplySettings } from '@atlantic/contract/supply/settings.ts';

type Supply = Config['supply'];

export interface SupplySources {
  /** Looks up `env:NAME` and `file:PATH`. Throws an Error that names the reference and no secret. */
  resolve: (reference: string) => string;
  /** Where the paths of the configuration begin. */
  directory: string;
}

function feedOf(
  { headers, file, ...feed }: Supply['feeds'][number],
  sources: SupplySources,
): SupplySettings['feeds'][number] {
  const looked = Object.entries(headers ?? {}).map(([name, value]) => [name, sources.resolve(value)]);
  return {
    ...feed,
    ...(file !== undefined && { file: resolve(sources.directory, file) }),
    ...(headers && { headers: Object.fromEntries(looked) }),
    managed: 'file',
  };
}

/** Those that are named; else the bundled one by the address it listens on, which the check of the file has found usable. */
function judgesOf({ judges, judge }: Supply, sources: SupplySources): JudgeSettings[] {
  if (judges.length === 0 && judge) return [{ url: `http://${judge.listen}/`, format: 'atlantic' }];
  return judges.map(({ ca, ...named }) => ({
    ...named,
    ...(ca !== undefined && { ca: sources.resolve(`file:${ca}`) }),
  }));
}

function bundledOf({ judge }: Supply, { directory }: SupplySources): Pick<SupplySettings, 'judge'> {
  if (!judge) return {};
  const { tls, ...listens } = judge;
  const files = tls && { certificate: resolve(directory, tls.certificate), key: resolve(directory, tls.key) };
  return { judge: { ...listens, ...(files && { tls: files }) } };
}

const poolsOf = ({ pools }: Config): SupplyPool[] =>
  pools.flatMap((pool) => {
    if (pool.kind !== 'supply') return [];
    const { name, where, max, minUptime } = pool;
    return [{ name, max, where: { ...where, ...(minUptime !== undefined && { minUptime }) } }];
  });

/** Undefined where the configuration has supply off. Throws the Error of `resolve`. */
export function supplySettings(config: Config, sources: SupplySources): SupplySettings | undefined {
  const { supply } = config;
  if (!supply.enabled) return undefined;
  const { listen, rate, everySeconds, recheckSeconds, keepDeadSeconds, check, gates, store } = supply;
  const place = (file: string | undefined) => (file === undefined ? undefined : resolve(sources.directory, file));
  const [country, asn] = [place(supply.geo.country), place(supply.geo.asn)];
  return {
    listen,
    keys: supply.keys.map(({ name, secret }) => ({ name, hash: hashSecret(sources.resolve(secret)), role: 'reader' })),
    rate,
    everySeconds,
    recheckSeconds,
    keepDeadSeconds,
    feeds: supply.feeds.map((feed) => feedOf(feed, sources)),
    judges: judgesOf(supply, sources),
    ...bundledOf(supply, sources),
    check,
    gates,
    // A reference without a path is the store in files itself.
    store: store === 'file:' ? store : sources.resolve(store),
    geo: { ...(country !== undefined && { country }), ...(asn !== undefined && { asn }) },
    pools: poolsOf(config),
  };
}
