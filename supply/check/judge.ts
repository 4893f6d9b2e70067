/** A judge as trips use it: who and where it is, and what it says to those who come directly. */
import type { SecureContext } from 'node:tls';
import type { JudgeUrl } from '@atlantic/contract/judge-url.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import type { JudgeFormat } from './read-judge.ts';

/** One of its addresses on the network. */
export interface JudgeDoor extends JudgeUrl {
  /** What its host was last found to be, a literal address. */
  readonly address: string;
}

export interface Judge {
  readonly url: string;
  readonly format: JudgeFormat;
  readonly plain: JudgeDoor;
  /** By https; undefined when it has none that works. */
  readonly secure: JudgeDoor | undefined;
  /** For `secure`. */
  readonly context: SecureContext | undefined;
  /** What it sees of a request that comes directly. */
  readonly headers: HeaderList;
  /** What of its page is the same for everybody; undefined when that changes by itself. */
  readonly frame: string | undefined;
}
