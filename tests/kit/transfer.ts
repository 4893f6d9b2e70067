/** What a load asks for, and what became of it, to the octet. */
import type { TestCredential } from './credential.ts';
import type { Door } from './door.ts';

export interface Transfer {
  /** Names it at the origin; letters and digits. */
  readonly id: string;
  readonly kind: 'down' | 'up';
  /** Octets of the body. */
  readonly size: number;
  /** Octets sent at once, at most 65,536. */
  readonly slice: number;
  /** Between two slices. */
  readonly pauseMs: number;
  /** How long the client leaves unread what arrives, so that the other side runs into full buffers. */
  readonly stallMs: number;
}

/** One connection of a client. */
export interface SessionPlan {
  readonly door: Door['name'];
  readonly credential: TestCredential;
  /** Port of the gateway's listener for this door. */
  readonly port: number;
  readonly originPort: number;
  readonly transfers: readonly Transfer[];
}

/** How a client was told that it gets nothing. */
export interface Refusal {
  /** HTTP status, 0 by SOCKS5. */
  readonly status: number;
  /** SOCKS5 reply code, 0 by HTTP. */
  readonly reply: number;
  /** The code of the error catalogue, from Proxy-Status; empty by SOCKS5. */
  readonly code: string;
  readonly retryAfter: string | undefined;
}

export interface TransferRecord {
  readonly transfer: Transfer;
  readonly startedAt: number;
  /** Octets of the request's head. */
  readonly head: number;
  /** Octets that arrived as its answer, head included. */
  received: number;
  /** Octets of the answer's body among them. */
  body: number;
  /** `cut`: the connection ended in the middle. */
  ending: 'finished' | 'refused' | 'cut';
  refusal: Refusal | undefined;
}

export interface SessionRecord {
  readonly door: Door['name'];
  readonly credential: string;
  /** CONNECT and SOCKS5: octets until the tunnel stood, or was refused. */
  readonly opening: { sent: number; received: number };
  /** Whether the listener took the connection. */
  connected: boolean;
  /** The tunnel stands; by HTTP: connected. */
  open: boolean;
  refusal: Refusal | undefined;
  readonly transfers: TransferRecord[];
}

/** Did it end in the middle, without a word? A listener that was not there cut nothing. */
export const wasCut = ({ connected, open, refusal, transfers }: SessionRecord): boolean =>
  connected && ((!open && !refusal) || transfers.some(({ ending }) => ending === 'cut'));
