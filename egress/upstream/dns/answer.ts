/** What was found out about a name. */
export type Answer =
  /** `ttlMs` undefined: whoever knows them does not say for how long they hold. */
  | { readonly kind: 'addresses'; readonly addresses: readonly string[]; readonly ttlMs: number | undefined }
  /** The name does not exist, or has no address. */
  | { readonly kind: 'none'; readonly cause?: unknown }
  /** Nobody could say: silence, or trouble at the name server. */
  | { readonly kind: 'failed'; readonly cause?: unknown };
