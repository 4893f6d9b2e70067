/** Moves opaque octets both ways until both sides have ended, each side's FIN passed on by itself. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from './connection.ts';
import { createFlow, type Flow, type Shaped } from './flow.ts';
import type { Meter } from './meter.ts';

const NO_MORE: Shaped = { out: [], used: 0, last: true };
const asItIs = (chunk: Buffer): Shaped => ({ out: [chunk], used: chunk.length, last: false });

export interface Ends {
  downstream: Connection;
  upstream: Connection;
  meter: Meter;
  /** Aborts with the AtlanticError that ends every exchange. */
  ending: AbortSignal;
}

/**
 * Resolves when both directions have ended in order. Rejects with `client_closed`, `connection_terminated`,
 * `client_timeout`, a quota's error, or the reason of `ending`; the upstream is then destroyed, the downstream is the
 * caller's to close.
 */
export function tunnel({ downstream, upstream, meter, ending }: Ends): Promise<void> {
  return new Promise((resolve, reject) => {
    let upEnded = false;
    let downEnded = false;
    let over = false;

    const stop = (error?: AtlanticError) => {
      if (over) return;
      over = true;
      up.stop();
      down.stop();
      ending.removeEventListener('abort', onEnding);
      downstream.onIdle(0, () => {});
      upstream.destroy();
      if (error) reject(error);
      else resolve();
    };
    const onEnding = () => stop(ending.reason);
    const oneEnded = () => {
      if (upEnded && downEnded) stop();
    };

    const up: Flow = createFlow({
      from: downstream,
      shape: asItIs,
      finish: () => NO_MORE,
      pay: (used) => meter.payUp(used),
      send: (out) => upstream.write(out),
      done() {
        upEnded = true;
        upstream.halfClose();
        oneEnded();
      },
      fail: stop,
    });
    const down: Flow = createFlow({
      from: upstream,
      shape: asItIs,
      finish: () => NO_MORE,
      pay: () => undefined,
      send: (out) => meter.send(out),
      done() {
        downEnded = true;
        downstream.halfClose();
        oneEnded();
      },
      fail: stop,
    });

    downstream.receive({
      data: up.data,
      end: up.end,
      gone: () => stop(new AtlanticError('client_closed')),
    });
    upstream.receive({
      data: down.data,
      end: down.end,
      // After its FIN the target owes nothing; a reset then only ends what the client may still send.
      gone: () => stop(downEnded ? undefined : new AtlanticError('connection_terminated')),
    });
    downstream.onIdle(LIMITS.idleMs, () => stop(new AtlanticError('client_timeout')));
    ending.addEventListener('abort', onEnding);
    if (ending.aborted) return onEnding();
    downstream.resume();
    upstream.resume();
  });
}
