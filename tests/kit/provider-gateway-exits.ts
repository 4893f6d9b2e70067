/** The exits of a scripted provider: some in each country, in turn, and kept by sessions until their time is over. */
import type { GatewayLogin } from './provider-gateway-login.ts';

export interface GatewayExits {
  /** The exit of a request, as `US-1`; undefined when there is none as asked for. */
  exitFor(login: GatewayLogin): string | undefined;
  /** Takes an exit away, as when a device goes offline. */
  lose(exit: string): void;
}

const COUNTRIES = ['US', 'DE'];
const EACH = 4;

/** `now` in milliseconds. */
export function createExits(now: () => number): GatewayExits {
  const exits = new Set(
    COUNTRIES.flatMap((country) => Array.from({ length: EACH }, (_, at) => `${country}-${at + 1}`)),
  );
  const sessions = new Map<string, { exit: string; until: number }>();
  let turn = 0;

  const next = (country: string | undefined): string | undefined => {
    const there = [...exits].filter((exit) => country === undefined || exit.startsWith(`${country}-`));
    turn += 1;
    return there[turn % there.length];
  };
  return {
    exitFor({ country, session, seconds, strict }) {
      if (session === undefined) return next(country);
      const kept = sessions.get(session);
      if (kept && now() < kept.until) {
        if (exits.has(kept.exit)) return kept.exit;
        if (strict) return undefined;
      }
      const exit = next(country);
      if (exit !== undefined) sessions.set(session, { exit, until: now() + seconds * 1000 });
      return exit;
    },
    lose: (exit) => void exits.delete(exit),
  };
}
