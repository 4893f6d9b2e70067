/** What a listener decides for everybody who comes through it. */
import { type AddressMatcher, matchAddresses } from '@atlantic/contract/address-range.ts';
import type { GivenOption } from '@atlantic/contract/options/collect.ts';
import { givenOptions } from '@atlantic/contract/options/preset.ts';
import type { SnapshotListener } from '@atlantic/contract/snapshot.ts';

export interface ListenerTerms {
  /** May a client of this address use it at all? */
  readonly admits: AddressMatcher;
  /** The name of the credential that is charged, whatever clients prove; undefined: they prove their own. */
  readonly credential: string | undefined;
  /** The pool that serves in place of the routes. */
  readonly pool: string | undefined;
  /** Asked for in addition to what the client asks for. */
  readonly options: readonly GivenOption[];
}

/** How a listener is now. A snapshot may change its terms, for the next request of each of its connections. */
export interface ListenerState {
  terms: ListenerTerms;
  /** It accepts nothing more: every answer is the last one of its connection. */
  draining: boolean;
}

export function compileTerms({
  allowFrom,
  credential,
  pool,
  options = {},
}: Pick<SnapshotListener, 'allowFrom' | 'credential' | 'pool' | 'options'>): ListenerTerms {
  return {
    admits: allowFrom ? matchAddresses(allowFrom) : () => true,
    credential,
    pool,
    options: givenOptions(options),
  };
}
