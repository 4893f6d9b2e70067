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
  /** The same, from level 2 of overload on. */
  shortKeepAliveMs: 5_000,
  /** A connection to a target between two requests of the same client. Most servers wait longer, from 5 seconds up. */
  keptMs: 4_000,
  /** Looking up a name. */
  resolveMs: 5_000,
  /** One try at a name server, and how many there are of each question. */
  dnsTryMs: 1_000,
  dnsTries: 3,
  /** How long the second address family of a name is waited for once the first is there (RFC 8305 §3). */
  dnsSecondFamilyMs: 50,
  /** Addresses of a name that are kept, and octets of the longest name there is (RFC 1035 §2.3.4). */
  dnsAddresses: 32,
  dnsName: 255,
  /** How long it is kept that a question failed; addresses that nobody gave a time for; part of an answer. */
  dnsFailureMs: 1_000,
  dnsUntoldMs: 5_000,
  /** How long a question is waited for where an old answer could serve, and how seldom it is put when it failed (RFC 8767 §5). */
  dnsStaleAfterMs: 1_800,
  dnsStaleRestMs: 30_000,
  /** How often the system's own files about names are looked at. */
  dnsFilesMs: 2_000,
  /** Questions under way at once in one worker for names that can wait. */
  dnsRefreshes: 256,
  /** Reaching an endpoint or a target, its handshake included. */
  connectMs: 10_000,
  /** Without any octet either way. */
  idleMs: 300_000,
  /** Between the end of a request and the head of its answer. */
  responseMs: 120_000,
  /** Octets of a body that rules look at, and how long they wait for them. */
  ruleBody: 65_536,
  ruleBodyMs: 2_000,
  /** Answers that one request may be sent elsewhere for by rules, in all pools together. */
  rejections: 8,
  /** Answers of the 1xx kinds before the one that counts. */
  interimAnswers: 100,
  /** How long, and how much, is still read from a client that was refused, so that the answer reaches it. */
  lingerMs: 2_000,
  lingerBytes: 1_048_576,
  /** TLS sessions with upstream proxies that a worker keeps for the next handshake, of these tickets of one proxy, and sets of trusted issuers. */
  tlsSessions: 2_048,
  tlsTickets: 16,
  tlsContexts: 64,
  /** Connections to upstream proxies that a worker holds ready, over all of them. */
  spares: 512,
  /** Octets of the piece of memory that a fast download is read into, and how many a worker lends at once. */
  readBuffer: 262_144,
  readBuffers: 64,
} as const;
