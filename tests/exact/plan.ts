/** What a run does: every kind of transfer equally often, in an order and with sizes that the seed decides. */
import { createRandom, type Random } from './random.ts';
import { BREAKERS, isBroken, type Kind, type Quota } from './transfer.ts';

export interface PlannedTransfer {
  readonly kind: Kind;
  /** The name of the credential it uses. */
  readonly credential: string;
  readonly quota: Quota;
  /** Where it comes from: each from an address of its own, since the gateway slows down addresses that guess. */
  readonly address: string;
  /** Of the chance within it, so that it is the same whatever runs beside it. */
  readonly seed: number;
}

/**
 * Transfers that run beside one another; what they used is looked at when all are over. Orderly kinds run together, each
 * with a credential of its own, and so do transfers that the same side breaks off; a kind of which some octets belong to
 * nobody runs alone.
 */
export interface Batch {
  readonly name: string;
  readonly ending: Kind['ending'];
  readonly transfers: readonly PlannedTransfer[];
}

/** The nth address of this machine's loopback network (RFC 1122 §3.2.1.3), from 127.1.0.0 on. */
const addressOf = (index: number): string => `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

const MOST_SEED = 2 ** 32 - 1;

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = items.map((item) => ({ item, rank: random.between(0, MOST_SEED) }));
  return order.sort((one, other) => one.rank - other.rank).map(({ item }) => item);
}

/** At least `count` transfers in all, and one of each kind. */
export function makePlan(kinds: readonly Kind[], count: number, seed: number): Batch[] {
  const random = createRandom(seed);
  const each = Math.max(1, Math.ceil(count / kinds.length));
  let planned = 0;
  const transfersOf = (kind: Kind): PlannedTransfer[] => {
    const quota = kind.quota?.(random) ?? {};
    return Array.from({ length: each }, (_, index) => {
      const own = isBroken(kind.ending);
      return {
        kind,
        credential: own ? `${kind.name}-${index + 1}` : kind.name,
        quota: own ? (kind.quota?.(random) ?? {}) : quota,
        address: addressOf(planned++),
        seed: random.between(0, MOST_SEED),
      };
    });
  };
  const together = (ending: Kind['ending']) =>
    shuffled(kinds.filter((kind) => kind.ending === ending).flatMap(transfersOf), random);
  const alone = kinds.filter(({ ending }) => ending === 'nobody');
  return [
    { name: 'orderly', ending: 'orderly', transfers: together('orderly') },
    ...alone.map((kind): Batch => ({ name: kind.name, ending: 'nobody', transfers: transfersOf(kind) })),
    ...BREAKERS.map((breaker): Batch => ({ name: breaker, ending: breaker, transfers: together(breaker) })),
  ];
}
