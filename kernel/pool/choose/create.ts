import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import type { Chooser } from './candidate.ts';
import { createLeastSessions } from './least-sessions.ts';
import { createLongestUnused } from './longest-unused.ts';
import { createPowerOfTwo } from './power-of-two.ts';
import { createRandom } from './random.ts';
import { createRendezvous } from './rendezvous.ts';
import { createRoundRobin } from './round-robin.ts';

const CREATE: Readonly<Record<PoolPolicy['choose'], (random: () => number) => Chooser>> = {
  'power-of-two': createPowerOfTwo,
  'round-robin': createRoundRobin,
  'least-sessions': createLeastSessions,
  random: createRandom,
  rendezvous: createRendezvous,
  'longest-unused': createLongestUnused,
};

/** A chooser keeps its place between requests: one for each pool, made once. `random` gives numbers from 0 up to 1. */
export const createChooser = (choice: PoolPolicy['choose'], random: () => number): Chooser => CREATE[choice](random);
