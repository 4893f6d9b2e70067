/**
 * TLS sessions that the next handshake with the same peer may go on with, so that it needs no certificate and no
 * signature. Bounded; what was not used for the longest is forgotten first. Pure.
 */

export interface TlsSessions {
  /** A session for a handshake with `peer`; one that may be used once only is given once only. */
  take(peer: string): Buffer | undefined;
  /** `single`: it is good for one use, as every ticket of TLS 1.3 is (RFC 8446, appendix C.4). */
  put(peer: string, session: Buffer, single: boolean): void;
  readonly size: number;
}

interface Kept {
  /** The newest is the last. */
  readonly tickets: Buffer[];
  /** Of TLS 1.2, for any number of handshakes. */
  lasting?: Buffer;
}

const countOf = ({ tickets, lasting }: Kept): number => tickets.length + (lasting ? 1 : 0);

/** Keeps `most` sessions, and of a peer at most `mostTickets` that are good for one use: handshakes come in bursts. */
export function createTlsSessions(most: number, mostTickets: number): TlsSessions {
  const peers = new Map<string, Kept>();
  let size = 0;

  const change = (peer: string, kept: Kept, act: () => void) => {
    size -= countOf(kept);
    act();
    size += countOf(kept);
    peers.delete(peer);
    if (countOf(kept) > 0) peers.set(peer, kept);
  };
  const shrink = () => {
    for (const [peer, kept] of peers) {
      if (size <= most) return;
      size -= countOf(kept);
      peers.delete(peer);
    }
  };

  return {
    take(peer) {
      const kept = peers.get(peer);
      if (!kept) return undefined;
      let session = kept.lasting;
      change(peer, kept, () => {
        session = kept.tickets.pop() ?? session;
      });
      return session;
    },
    put(peer, session, single) {
      const kept = peers.get(peer) ?? { tickets: [] };
      change(peer, kept, () => {
        if (!single) kept.lasting = session;
        else if (kept.tickets.push(session) > mostTickets) kept.tickets.shift();
      });
      shrink();
    },
    get size() {
      return size;
    },
  };
}
