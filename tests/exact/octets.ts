/** Octets of payload: up from the client to the gateway, down from the gateway to the client. */
export interface Octets {
  readonly up: number;
  readonly down: number;
}

export const NONE: Octets = { up: 0, down: 0 };

export const plus = (one: Octets, other: Octets): Octets => ({ up: one.up + other.up, down: one.down + other.down });
export const minus = (one: Octets, other: Octets): Octets => ({ up: one.up - other.up, down: one.down - other.down });
export const same = (one: Octets, other: Octets): boolean => one.up === other.up && one.down === other.down;

const larger = (one: number, other: number): number => (Math.abs(other) > Math.abs(one) ? other : one);
/** Each way the one that is further from 0. */
export const furthest = (one: Octets, other: Octets): Octets => ({
  up: larger(one.up, other.up),
  down: larger(one.down, other.down),
});

export const sum = (all: Iterable<Octets>): Octets => Iterator.from(all).reduce(plus, NONE);
