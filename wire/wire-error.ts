/** How a codec says no. Codecs never throw at a peer's bytes and never repeat those bytes in a detail. */

/** Which of the two messages of an exchange is being read; it decides whose fault a broken one is. */
export type MessageSide = 'request' | 'response';

export type WireErrorCode =
  | 'request_malformed'
  | 'request_head_too_large'
  | 'request_unsupported'
  | 'client_closed'
  | 'response_malformed'
  | 'response_head_too_large'
  | 'response_incomplete'
  | 'socks_malformed'
  | 'socks_address_unsupported';

export interface WireError {
  readonly code: WireErrorCode;
  /** The first rule that was broken, in words, without any of the peer's own text: it may be logged. */
  readonly detail: string;
}
