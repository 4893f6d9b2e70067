/** What stands between generator and origin, as the benchmark sees it. */
import type { Way } from '../generate.ts';

export interface RunningPeer extends AsyncDisposable {
  readonly way: Way;
  /** The process that was started, from which all of the peer's processes come; absent when nothing stands between. */
  readonly pid?: number;
}

export interface Peer {
  /** As `--peers` names it. */
  readonly id: string;
  readonly title: string;
  /** What is switched on. */
  readonly settings: string;
  /** Whether it gets a core to itself. The others run where the system puts them, together with the generator. */
  readonly pinned: boolean;
  version(): Promise<string>;
  /** Starts it with room for `connections` clients at once. */
  start(options: { originPort: number; connections: number }): Promise<RunningPeer>;
}
