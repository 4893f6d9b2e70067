/** What is reloaded under load: a gateway or a balancer, as the campaign sees it. */
import type { RawClient } from '../kit/raw-client.ts';

export interface Subject extends AsyncDisposable {
  readonly name: string;
  /** Where requests go, what is asked there, and how one proves oneself. */
  readonly to: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ways to have an echo at the other end, by name. */
  readonly tunnels: Readonly<Record<string, () => Promise<RawClient>>>;
  /** Puts the configuration of this number in force; each differs from the one before. Resolves when it is. */
  reload(number: number): Promise<void>;
  /** Replaces every worker; absent where there is no such thing. */
  restart?: () => Promise<void>;
}
