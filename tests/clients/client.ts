/** What every client program is asked to do, and what it answers. */
import type { Folder } from '../kit/folder.ts';

export type Scheme = 'http' | 'https';

/** How a client comes in: with an absolute URL, through a tunnel that CONNECT opened, or by SOCKS5. */
export interface Way {
  readonly door: 'HTTP' | 'CONNECT' | 'SOCKS5';
  readonly scheme: Scheme;
}

/** One way through one gateway, with everything a client must be told. */
export interface Passage extends Way {
  /** `HOST:PORT` of the gateway's door. */
  readonly gateway: string;
  readonly username: string;
  readonly secret: string;
  /** `SCHEME://127.0.0.1:PORT` of the origin. */
  readonly origin: string;
  /** PEM; the only certificate the client shall trust. */
  readonly certificateFile: string;
}

export interface Answer {
  /** The HTTP status that the client reports, the target's or the proxy's; 0 when it reports none. */
  readonly status: number;
  /** What was fetched; of an upload, what arrived at the target. */
  readonly body: Buffer;
  /** The client's own words. */
  readonly said: string;
}

export interface OpenClient extends AsyncDisposable {
  readonly version: string;
  /** Fetches the large body. */
  readonly download: (passage: Passage) => Promise<Answer>;
  /** Asks for something that the target does not have. */
  readonly missing: (passage: Passage) => Promise<Answer>;
  /** Sends `body`. */
  readonly upload: (passage: Passage, body: Buffer) => Promise<Answer>;
}

/** Where a client may put its files. */
export interface Stage {
  readonly folder: Folder;
  /** A folder; the origins serve bare repositories in it as `/git/NAME`. */
  readonly repositories: string;
  /** PEM; the certificate of the HTTPS origin. */
  readonly certificateFile: string;
}

export interface ClientProgram {
  readonly name: string;
  readonly ways: readonly Way[];
  /** How this program says that the gateway refused its credential; tried on `STATUS SAID`. */
  readonly refusal: Readonly<Record<Way['door'], RegExp>>;
  /** Rejects when the program is not there and cannot be installed. */
  readonly open: (stage: Stage) => Promise<OpenClient>;
}

export const BY_HTTP: readonly Way[] = [
  { door: 'HTTP', scheme: 'http' },
  { door: 'CONNECT', scheme: 'https' },
];

export const BY_SOCKS5: readonly Way[] = [
  { door: 'SOCKS5', scheme: 'http' },
  { door: 'SOCKS5', scheme: 'https' },
];

/** A way in words, `https by CONNECT`. */
export const wayName = ({ door, scheme }: Way): string => `${scheme} by ${door}`;
