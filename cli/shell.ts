/** What a command has of the world around it, handed in so that commands can be tried without a terminal or a network. */
export interface Shell {
  /** One line, or several joined by line ends, to standard output. */
  readonly out: (text: string) => void;
  /** The same to standard error. */
  readonly err: (text: string) => void;
  /** Standard input. */
  readonly input: () => AsyncIterable<Uint8Array>;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a person reads standard output. */
  readonly isTerminal: boolean;
  readonly fetch: typeof globalThis.fetch;
  /** The exit code of a command that ends without throwing: 0 unless told otherwise. */
  readonly endWith: (code: number) => void;
}
