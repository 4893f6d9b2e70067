/** How often somebody may ask, and what becomes of wrong keys. */
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { createFailureThrottle } from '@atlantic/kernel/limit/failure-throttle.ts';
import { createTokenBucket, type Rate, type TokenBucket } from '@atlantic/kernel/limit/token-bucket.ts';
import { Refusal, retryAfter } from './answer.ts';
import { type ApiKey, createKeyRing, type Role } from './keys.ts';

/** Keys and addresses that are remembered; who has asked nothing for the longest is forgotten first. */
export const MOST_BUCKETS = 20_000;

/** In answers to requests without a good key (RFC 9110 §11.6.1). */
const CHALLENGE = ['WWW-Authenticate', 'Bearer realm="atlantic supply"'];

/** A token bucket for each name. */
class Buckets {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #now: () => number;
  #rate: Rate;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Milliseconds until `name` may ask again; 0: it may now, and has. */
  ask(name: string): number {
    const bucket = this.#buckets.get(name) ?? createTokenBucket(this.#rate, this.#now);
    // The longest unused stands first.
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > MOST_BUCKETS) this.#forgetOne();
    const wait = bucket.wait();
    if (wait === 0) bucket.take();
    return wait;
  }

  change(rate: Rate): void {
    this.#rate = rate;
    for (const bucket of this.#buckets.values()) bucket.change(rate);
  }

  #forgetOne(): void {
    for (const name of this.#buckets.keys()) {
      this.#buckets.delete(name);
      return;
    }
  }
}

export interface Admission {
  /** Anybody from this address, for what needs no key. Throws `rate_exceeded`. */
  address(address: string): void;
  /**
   * The key that a request carries, if it may do what wants `role`. Throws `rate_exceeded`, `api_key_missing`,
   * `api_key_invalid`, `auth_throttled`, `key_not_operator`. An operator's requests are counted by his key alone, so that
   * readers at his address do not hold him up.
   */
  key(address: string, secret: string | undefined, role: Role): ApiKey;
  change(settings: Pick<SupplySettings, 'keys' | 'rate'>): void;
}

/** `now` in milliseconds; only differences count. */
export function createAdmission(settings: Pick<SupplySettings, 'keys' | 'rate'>, now: () => number): Admission {
  const addresses = new Buckets(settings.rate, now);
  const byKey = new Buckets(settings.rate, now);
  const throttle = createFailureThrottle(now);
  let ring = createKeyRing(settings.keys);
  let proven = new Set<string>();

  function address(from: string): void {
    const wait = addresses.ask(from);
    if (wait > 0) throw new Refusal('rate_exceeded', undefined, retryAfter(wait));
  }
  function find(from: string, secret: string): ApiKey {
    const key = ring.find(secret);
    const pair = `${from} ${key?.name}`;
    // Whoever has shown this key here before is not held up by what others try from the same address.
    if (key !== undefined && proven.has(pair)) return key;
    const wait = throttle.waitFor(from, from);
    if (wait > 0) throw new Refusal('auth_throttled', undefined, retryAfter(wait));
    if (key === undefined) {
      throttle.failed(from, from);
      throw new Refusal('api_key_invalid', 'It is none of supply.keys.', CHALLENGE);
    }
    if (proven.size < MOST_BUCKETS) proven.add(pair);
    return key;
  }

  return {
    address,
    key(from, secret, role) {
      if (secret === undefined) {
        address(from);
        const where = 'Send one of supply.keys as X-Api-Key, Authorization: Bearer, or ?key=.';
        throw new Refusal('api_key_missing', where, CHALLENGE);
      }
      const key = find(from, secret);
      if (key.role !== 'operator') address(from);
      const wait = byKey.ask(key.name);
      if (wait > 0) throw new Refusal('rate_exceeded', undefined, retryAfter(wait));
      if (role === 'operator' && key.role !== 'operator') throw new Refusal('key_not_operator', undefined);
      return key;
    },
    change(next) {
      ring = createKeyRing(next.keys);
      proven = new Set();
      addresses.change(next.rate);
      byKey.change(next.rate);
    },
  };
}
