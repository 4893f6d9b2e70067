/** The client's side of a SOCKS5 handshake that ends in CONNECT, without I/O (RFC 1928, RFC 1929). */
import { readChoice, readLoginAnswer, readRequestAnswer, type SocksAnswer } from './socks5-answer.ts';
import { formatGreeting, formatLogin, formatRequest, type SocksLogin, type SocksTarget } from './socks5-ask.ts';
import { SOCKS_METHOD, SOCKS_REPLY } from './socks5-reply.ts';
import type { WireError } from './wire-error.ts';

export type Socks5ClientStep =
  /** Write `send`, which may be empty, and come back with what the server says. */
  | { readonly type: 'more'; readonly send: Buffer }
  /** The server is connected to the target. `rest` came early and belongs to the tunnel. */
  | { readonly type: 'open'; readonly rest: Buffer }
  /** The server wants no method that was offered, or refused the user name and password. */
  | { readonly type: 'unauthorized' }
  /** The server did not connect; `code` is the octet of RFC 1928 §6, one it does not name included. */
  | { readonly type: 'refused'; readonly code: number }
  /** `request_unsupported`: SOCKS5 cannot carry the login or the target. `response_malformed`: the server broke a rule. */
  | { readonly type: 'error'; readonly error: WireError };

export interface Socks5Client {
  /** The first step: the greeting, or an error. */
  start(): Socks5ClientStep;
  /** Takes what arrived. Every step but `more` is the last, and then repeated for ever. */
  push(chunk: Buffer): Socks5ClientStep;
  /** Has the request for the target been given out to be written? */
  asked(): boolean;
}

type Phase = 'choice' | 'login' | 'request';

const READ: Record<Phase, (octets: Buffer) => SocksAnswer> = {
  choice: readChoice,
  login: readLoginAnswer,
  request: readRequestAnswer,
};
const NOTHING: Buffer = Buffer.alloc(0);

/** Asks a server, as `login` if there is one, to connect to `target`. One client a handshake. */
export function createSocks5Client(options: { login?: SocksLogin | undefined; target: SocksTarget }): Socks5Client {
  const login = options.login && formatLogin(options.login);
  const request = formatRequest(options.target) ?? NOTHING;
  let phase: Phase = 'choice';
  let held = NOTHING;
  let last: Socks5ClientStep | undefined;
  if (options.login && !login) last = unsupported('the user name or the password is longer than 255 octets');
  else if (request.length === 0) last = unsupported('the host is no address, and no name of 1 to 255 octets');

  /** What the answer `code` leads to; `rest` came behind it. */
  function follow(code: number, rest: Buffer): Socks5ClientStep {
    if (phase === 'request') return code === SOCKS_REPLY.succeeded ? { type: 'open', rest } : { type: 'refused', code };
    if (phase === 'login') return code === 0 ? ask('request', request, rest) : { type: 'unauthorized' };
    if (code === SOCKS_METHOD.none) return ask('request', request, rest);
    if (code === SOCKS_METHOD.password && login) return ask('login', login, rest);
    if (code === SOCKS_METHOD.noneAcceptable) return { type: 'unauthorized' };
    return malformed('the server chose a method that was not offered');
  }

  function ask(next: Phase, send: Buffer, rest: Buffer): Socks5ClientStep {
    // Taken for the next answer, such octets would open a tunnel that nobody asked for.
    if (rest.length > 0) return malformed('the server answered before it was asked');
    phase = next;
    held = NOTHING;
    return { type: 'more', send };
  }

  function read(): Socks5ClientStep {
    const answer = READ[phase](held);
    if (answer.state === 'more') return { type: 'more', send: NOTHING };
    if (answer.state === 'error') return malformed(answer.detail);
    return follow(answer.code, held.subarray(answer.length));
  }

  return {
    asked: () => phase === 'request',
    start: () => last ?? { type: 'more', send: formatGreeting(login !== undefined) },
    push(chunk) {
      if (last) return last;
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const step = read();
      if (step.type !== 'more') last = step;
      return step;
    },
  };
}

const unsupported = (detail: string): Socks5ClientStep => ({
  type: 'error',
  error: { code: 'request_unsupported', detail },
});

const malformed = (detail: string): Socks5ClientStep => ({
  type: 'error',
  error: { code: 'response_malformed', detail },
});
