/** Who lives at which address of 127.0.0.0/8: drawn by a seed, made when asked for, so that a million needs no memory. */
import { hostPort } from '@atlantic/contract/supply/proxy.ts';
import type { Candidate, CandidateSource } from '@atlantic/supply/candidate.ts';
import type { Character, Role } from './roles.ts';

/** Ports of one program of the fleet, by character. */
export type Ports = Readonly<Record<Character, number>>;

export interface Population extends CandidateSource {
  roleOf(index: number): Role;
  /** The address its connections to targets come from. */
  exitOf(index: number): string;
}

/** Addresses in use: 127.1.0.0 to 127.64.255.255. Their exits are 128 networks above (`exit_of` in fleet.h). */
const ADDRESSES = 2 ** 22;
const EXIT_ABOVE = 128;
/** An odd factor permutes what is counted modulo a power of two, so no address is used twice. */
const SCATTER = 2_654_435_769;

/** A number from 0 to 2^32 - 1 that looks as if drawn (the finalizer of MurmurHash3). */
function draw(seed: number, index: number): number {
  let value = Math.imul(seed ^ (index + 0x9e37_79b9), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 16), 0xc2b2_ae35);
  value = Math.imul(value ^ (value >>> 13), 0x85eb_ca6b);
  return (value ^ (value >>> 16)) >>> 0;
}

function addressOf(seed: number, index: number, above: number): string {
  const number = (Math.imul(index + seed, SCATTER) >>> 0) % ADDRESSES;
  return `127.${1 + above + (number >>> 16)}.${(number >>> 8) & 255}.${number & 255}`;
}

/** `programs`: the ports of each program of the fleet; proxies are shared out among them. */
export function createPopulation(
  seed: number,
  size: number,
  roles: readonly Role[],
  programs: readonly Ports[],
): Population {
  if (size > ADDRESSES) throw new Error(`There are ${ADDRESSES} addresses for a fleet.`);
  const lots = roles.flatMap((role) => Array<Role>(role.share).fill(role));
  const roleOf = (index: number): Role => {
    const role = lots[draw(seed, index) % lots.length];
    if (!role) throw new Error('A population needs roles.');
    return role;
  };
  return {
    size,
    roleOf,
    exitOf: (index) => addressOf(seed, index, EXIT_ABOVE),
    at(index): Candidate {
      const { character, listed, password } = roleOf(index);
      const port = programs[index % programs.length]?.[character] ?? 0;
      const candidate = { kind: listed, host: addressOf(seed, index, 0), port };
      return password ? { ...candidate, username: 'fleet', password: 'sesame' } : candidate;
    },
  };
}

/** For a person who looks into what went wrong. */
export const described = (population: Population, index: number): string =>
  `${population.roleOf(index).name} at ${hostPort(population.at(index))}`;
