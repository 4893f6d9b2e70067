import type { Candidate } from '@atlantic/kernel/pool/choose/candidate.ts';
import type { Gateway } from '../gateway.ts';
import type { Connection } from '../relay/connection.ts';
import { dialProxy } from '../upstream/dial-proxy.ts';
import type { Exit, Pool, View } from '../view.ts';

/** Is it in use without a doubt? What is on trial, or rests, shall show that it can be reached. */
const isFit = ({ restUntil, mostConnecting }: Candidate): boolean =>
  restUntil === 0 && mostConnecting === Number.POSITIVE_INFINITY;

/** Takes a spare connection to the endpoint, and has others opened; undefined where the pool holds none. */
export function spareOf(
  { spares, resolve, tls }: Pick<Gateway, 'spares' | 'resolve' | 'tls'>,
  pool: Pick<Pool, 'spares' | 'ca'>,
  { endpoint, spareKey, candidate }: Exit,
): (() => Connection | undefined) | undefined {
  const { spares: terms, ca } = pool;
  if (!terms || spareKey === undefined || endpoint === 'direct' || !isFit(candidate)) return undefined;
  return () => spares.take(spareKey, terms, (ending) => dialProxy({ endpoint, resolve, tls, ca, ending }));
}

/** Everything that a view holds spares to. */
export const spareKeys = ({ pools }: View): ReadonlySet<string> =>
  new Set(
    [...pools.values()].flatMap(({ exits }) =>
      exits.flatMap(({ spareKey }) => (spareKey === undefined ? [] : [spareKey])),
    ),
  );
