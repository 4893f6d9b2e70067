/**
 * The order of a view's rows: by a hash of host and port. It looks shuffled, so that neighbours have nothing in common; it is
 * the same in every snapshot, so that a reader who goes on in the next one neither meets a proxy twice nor misses one; and
 * the proxies of one host and port stand together.
 */
import { hostPort, proxyKey, type SupplyAddress } from '@atlantic/contract/supply/proxy.ts';

/** FNV-1a, then the last step of MurmurHash3, because FNV alone leaves neighbours together. 32 bits. */
export function hashOf(hostAndPort: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < hostAndPort.length; at++) hash = Math.imul(hash ^ hostAndPort.charCodeAt(at), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A hash and a number below this fit into a double together. */
const MOST_ROWS = 2 ** 21;

export interface RowOrder {
  /** By row: the number that its address was added with. */
  readonly numbers: Uint32Array;
  /** By row, ascending. */
  readonly hashes: Uint32Array;
}

export interface RowOrderBuilder {
  add(address: SupplyAddress): void;
  /** After all are added, and before `finish`: these two take the longest of all steps, so each has a turn of its own. */
  sort(): void;
  finish(): RowOrder;
}

/** For `size` addresses. Throws a RangeError for more than fit. */
export function buildRowOrder(size: number): RowOrderBuilder {
  if (size > MOST_ROWS) throw new RangeError(`a snapshot of more than ${MOST_ROWS} proxies`);
  const addresses: SupplyAddress[] = [];
  const packed = new Float64Array(size);
  return {
    add(address) {
      packed[addresses.length] = hashOf(hostPort(address)) * MOST_ROWS + addresses.length;
      addresses.push(address);
    },
    sort() {
      packed.sort();
    },
    finish() {
      const hashes = new Uint32Array(size);
      const numbers = new Uint32Array(size);
      for (let row = 0; row < size; row++) {
        const both = packed[row] ?? 0;
        hashes[row] = Math.floor(both / MOST_ROWS);
        numbers[row] = both - (hashes[row] ?? 0) * MOST_ROWS;
      }
      const keyOf = (number: number): string => {
        const address = addresses[number];
        return address === undefined ? '' : proxyKey(address);
      };
      // Where hashes are the same, the key decides.
      for (let from = 0, to = 1; to <= size; to++) {
        if (to < size && hashes[to] === hashes[from]) continue;
        if (to - from > 1) numbers.subarray(from, to).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
        from = to;
      }
      return { numbers, hashes };
    },
  };
}

/** The first row whose hash is `hash` or greater. */
export function firstRowAt(hashes: Uint32Array, hash: number): number {
  let low = 0;
  for (let high = hashes.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  return low;
}
