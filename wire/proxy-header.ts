/** What both versions of the PROXY protocol come to. */

/** The client that the balancer speaks for. */
export interface ProxySource {
  readonly host: string;
  readonly port: number;
}

export type ProxyHeaderRead =
  | { readonly state: 'more' }
  /** `length` octets were the header. Without a source the balancer speaks for itself, or does not know for whom. */
  | { readonly state: 'header'; readonly length: number; readonly source: ProxySource | undefined }
  /** The first rule that was broken, in words, without any of the peer's octets. */
  | { readonly state: 'error'; readonly detail: string };
