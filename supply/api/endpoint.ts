/** What an endpoint of the API is. */
import type { Answer } from './answer.ts';
import type { Role } from './keys.ts';

export interface Call {
  /** HEAD has been made GET; nothing changes for it. */
  readonly head: boolean;
  /** What follows the endpoint's own path, decoded; empty for most. */
  readonly rest: string;
  /** Without `key`. */
  readonly query: string;
  readonly accept: string;
  /** The name of the key; empty where none is wanted. */
  readonly caller: string;
  /** Empty unless the operation takes one. */
  readonly body: Buffer;
}

export interface Operation {
  /** `open`: no key is wanted. */
  readonly role: Role | 'open';
  /** Octets of a request's body; absent: it takes none. */
  readonly mostBody?: number;
  answer(call: Call): Answer | Promise<Answer>;
}

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Endpoint {
  readonly path: string;
  readonly methods: Partial<Readonly<Record<Method, Operation>>>;
  /** Whether a further segment belongs to it: `Call.rest`. */
  readonly deeper?: boolean;
}
