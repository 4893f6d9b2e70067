/**
 * A token bucket: holds at most `burst` tokens, gains `perSecond` of them a second, and each request takes one. So a
 * client may send `burst` at once after a pause, and never more than `burst + perSecond * t` in any time `t`.
 */

export interface Rate {
  perSecond: number;
  burst: number;
}

export interface TokenBucket {
  /** Milliseconds until a token can be taken; 0 when one is there. */
  wait(): number;
  /** Takes a token, which must be there. */
  take(): void;
  /** Follows a change of the rate; a bucket that holds more than the new burst is cut down to it. */
  change(rate: Rate): void;
}

/** A full bucket. `now` in milliseconds; only differences count. */
export function createTokenBucket(initial: Rate, now: () => number): TokenBucket {
  let rate = initial;
  let tokens = rate.burst;
  let at = now();

  const refill = () => {
    const time = now();
    tokens = Math.min(rate.burst, tokens + ((time - at) / 1000) * rate.perSecond);
    at = time;
  };
  return {
    wait() {
      refill();
      // Adding up small steps ends a little below the whole number it should reach.
      return tokens >= 1 - 1e-9 ? 0 : ((1 - tokens) / rate.perSecond) * 1000;
    },
    take() {
      tokens -= 1;
    },
    change(next) {
      refill();
      rate = next;
      tokens = Math.min(tokens, rate.burst);
    },
  };
}
