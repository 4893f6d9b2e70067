/**
 * What supply offers to the pools that it fills: told to control when it has changed, and again until control has it. A pool
 * is told as a whole, so an offer that is lost or late is made good by the next one.
 */
import type { SupplyOffer } from '@atlantic/contract/supply/channel.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';

/** Changes within so long are told together. */
export const GATHER_MS = 500;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface OffersOptions {
  /** What each pool shall hold now. */
  wanted: () => readonly SupplyOffer[];
  send: (offer: SupplyOffer) => Promise<void>;
  log: Logger;
  /** Runs something later; the function it gives takes that back. */
  later: (milliseconds: number, run: () => void) => () => void;
}

export interface Offers {
  /** Something has changed, perhaps. */
  changed(): void;
  /** Control may have lost what it was told. */
  tellAgain(): void;
  close(): void;
}

export function createOffers({ wanted, send, log, later }: OffersOptions): Offers {
  /** By pool, what control has. */
  const told = new Map<string, string>();
  let waiting: (() => void) | undefined;
  let sending = false;
  let again = false;
  let failing = false;
  let closed = false;
  let pauseMs = FIRST_PAUSE_MS;

  async function tellAll(): Promise<void> {
    for (const offer of wanted()) {
      const text = JSON.stringify(offer);
      if (told.get(offer.pool) === text) continue;
      await send(offer);
      told.set(offer.pool, text);
      log.info('a pool was filled', { pool: offer.pool, count: offer.proxies.length });
    }
  }

  async function round(): Promise<void> {
    sending = true;
    again = false;
    try {
      await tellAll();
      if (failing) log.info('pools are filled again');
      failing = false;
      pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      if (!failing) log.warn('control was not told what pools shall hold; it is told again', faultFields(error));
      failing = true;
      again = true;
    }
    sending = false;
    if (!again || closed) return;
    plan(failing ? pauseMs : GATHER_MS);
    if (failing) pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  function plan(milliseconds: number): void {
    waiting ??= later(milliseconds, () => {
      waiting = undefined;
      void round();
    });
  }

  const changed = () => {
    if (closed) return;
    if (sending) again = true;
    else plan(GATHER_MS);
  };
  return {
    changed,
    tellAgain() {
      told.clear();
      changed();
    },
    close() {
      closed = true;
      waiting?.();
      waiting = undefined;
    },
  };
}
