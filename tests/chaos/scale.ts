/** How much of each storm is blown: by hand all of it, in `npm test` enough to see that it can. */
export interface Scale {
  /** Resets come behind every so many octets. */
  readonly step: number;
  /** Connections that are opened and closed at once, one after another. */
  readonly cycles: number;
  /** Clients that are slow, or say too much, at the same time. */
  readonly clients: number;
  /** How long the slow ones go on; beyond 15 s the gateway must have closed every unfinished head and handshake. */
  readonly slowSeconds: number;
  /** Downloads over a network that loses packets. */
  readonly downloads: number;
  /**
   * How long a peer that vanished may be waited for. The gateway lets go when nothing has moved for 300 s; of a write that
   * is stuck Node notices only the second time that it looks, so 600 s are its bound.
   */
  readonly vanishedSeconds: number;
}

export const FULL: Scale = {
  step: 1,
  cycles: 50_000,
  clients: 300,
  slowSeconds: 25,
  downloads: 100,
  vanishedSeconds: 630,
};

export const SHORT: Scale = {
  step: 256,
  cycles: 1_000,
  clients: 30,
  slowSeconds: 1,
  downloads: 10,
  vanishedSeconds: 0,
};
