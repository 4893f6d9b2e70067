/** One transfer: a connection to the gateway and everything that happens on it. */
import type { TestCredential } from '../kit/credential.ts';
import type { Client } from './client.ts';
import type { Random } from './random.ts';

/** Where a transfer takes place. */
export interface Scene {
  readonly credential: TestCredential;
  /** Ports of 127.0.0.1. */
  readonly webOrigin: number;
  readonly tunnelOrigin: number;
}

export interface Quota {
  readonly quotaBytes?: number;
  readonly quotaRequests?: number;
}

export const BREAKERS = ['client', 'origin', 'gateway'] as const;
export type Breaker = (typeof BREAKERS)[number];

export const isBroken = (ending: Kind['ending']): ending is Breaker => ending !== 'orderly' && ending !== 'nobody';

/** A kind of transfer: what varies within it is chance. */
export interface Kind {
  /** Also the name of its credential: lower-case words joined by dashes. */
  readonly name: string;
  readonly door: 'http' | 'socks5';
  /**
   * `orderly`: both sides close in order. `nobody`: the same, and some octets belong to no credential, so the kind is
   * measured by itself. The others are broken off by who is named, so each transfer has a credential of its own.
   */
  readonly ending: 'orderly' | 'nobody' | Breaker;
  /** The pool its credential is routed to; absent means direct. */
  readonly pool?: 'retried' | 'dead';
  readonly quota?: (random: Random) => Quota;
  /** Rejects when the gateway says something else than it should. */
  readonly converse: (client: Client, scene: Scene, random: Random) => Promise<void>;
}
