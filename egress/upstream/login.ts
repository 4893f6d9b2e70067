/** What a proxy knows us by. SOCKS4 has no password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}
