/** Every number that bounds what a client or an upstream may hold or delay. Milliseconds and octets. */
export const LIMITS = {
  /** A request head, its last empty line included. */
  requestHead: 32_768,
  /** A response head. */
  responseHead: 65_536,
  /** From the first octet (or from accepting, for the first request) to the end of the head or SOCKS handshake. */
  handshakeMs: 15_000,
  /** TLS handshakes under way at once in one worker; who comes beyond is turned away. */
  tlsHandshakes: 1_024,
  /** How often the files of a certificate are looked at. */
  certificatePollMs: 2_000,
  /** For a client to take the gateway's own words: a refusal, the yes to a tunnel. */
  takeMs: 60_000,
  /** Between two requests of one connection. */
  keepAliveMs: 60_000,
  /** Looking up a name. */
  resolveMs: 5_000,
  /** Reaching an endpoint or a target, its handshake included. */
  connectMs: 10_000,
  /** Without any octet either way. */
  idleMs: 300_000,
  /** Between the end of a request and the head of its answer. */
  responseMs: 120_000,
  /** Answers of the 1xx kinds before the one that counts. */
  interimAnswers: 100,
  /** How long, and how much, is still read from a client that was refused, so that the answer reaches it. */
  lingerMs: 2_000,
  lingerBytes: 1_048_576,
  /** TLS sessions with upstream proxies, and sets of trusted issuers, that a worker keeps for the next handshake. */
  tlsSessions: 1_024,
  tlsContexts: 64,
  /** Octets of the piece of memory that a fast download is read into, and how many a worker lends at once. */
  readBuffer: 262_144,
  readBuffers: 64,
  /** Downstream connections of one worker; each may need two descriptors. */
  connections: 8_192,
} as const;
