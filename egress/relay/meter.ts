/**
 * Counts the octets of one exchange on the downstream side and charges them.
 *
 * Up is what the kernel delivered and the exchange used; down is what the kernel accepted. Before an octet goes on in
 * either direction it stands in the ledger: up as moved, down as pending until the kernel has taken it. Until the
 * exchange is admitted nobody is charged; the octets are held, and follow whoever turns out to pay.
 */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Budget } from '@atlantic/kernel/limit/budget.ts';
import type { Slot } from '@atlantic/kernel/usage/ledger.ts';
import type { Connection } from './connection.ts';

/** Who is charged: a slot of the ledger, and the budget it is paid from; without a budget the octets are not billed. */
export interface Account {
  slot: Slot;
  budget: Budget | undefined;
}

/** Whoever says when more may be moved. */
export interface Pace {
  /** So many octets were moved. Undefined where more may follow at once; otherwise resolves when they may. */
  moved(bytes: number): Promise<void> | undefined;
}

const NO_REQUEST = 0;

interface InFlight {
  account: Account | undefined;
  bytes: number;
}

export class Meter {
  bytesUp = 0;
  bytesDown = 0;
  #account: Account | undefined;
  #heldUp = 0;
  #heldDown = 0;
  readonly #inFlight: InFlight[] = [];
  readonly #connection: Connection;
  readonly #pace: Pace | undefined;

  constructor(connection: Connection, pace?: Pace) {
    this.#connection = connection;
    this.#pace = pace;
  }

  /** Octets of this exchange so far that nobody has been charged for. */
  get held(): number {
    return this.#heldUp + this.#heldDown;
  }

  /** From here on `account` is charged, and for what was held. Its budget must have been taken for `held` before. */
  charge(account: Account): void {
    this.#account = account;
    account.slot.add('bytesUp', this.#heldUp);
    account.slot.add('bytesDown', this.#heldDown);
    account.slot.commit();
    this.#heldUp = 0;
    this.#heldDown = 0;
  }

  /** Octets that came from the client, already paid for, or held until somebody pays. */
  up(bytes: number): void {
    this.bytesUp += bytes;
    if (!this.#account) {
      this.#heldUp += bytes;
      return;
    }
    this.#account.slot.add('bytesUp', bytes);
    this.#account.slot.commit();
  }

  /**
   * Pays for octets that arrived from the client and counts them. Undefined when that is done at once; the promise
   * rejects with `quota_exceeded` or `quota_unavailable`. What could not be paid for was delivered and goes nowhere: the
   * listener counts it, unbilled, with everything else that nobody used.
   */
  payUp(bytes: number): Promise<void> | undefined {
    if (bytes === 0) return undefined;
    const budget = this.#account?.budget;
    const paid = budget ? budget.takeUpTo(bytes) : bytes;
    if (paid > 0) this.up(paid);
    return paid === bytes || !budget ? undefined : this.#payUpSlowly(budget, bytes - paid);
  }

  async #payUpSlowly(budget: Budget, bytes: number): Promise<void> {
    for (let unpaid = bytes; unpaid > 0; ) {
      await budget.ready({ bytes: 1, requests: NO_REQUEST });
      const paid = budget.takeUpTo(unpaid);
      this.up(paid);
      unpaid -= paid;
    }
  }

  /** Octets of either direction have gone on: is it somebody else's turn? Then resolves when it is this one's again. */
  moved(bytes: number): Promise<void> | undefined {
    return this.#pace?.moved(bytes);
  }

  /**
   * Sends octets to the client, paid and in the ledger first. Undefined when the kernel took all at once; otherwise a
   * promise that resolves when it has, or rejects when the budget ends.
   */
  send(chunks: readonly Buffer[]): Promise<void> | undefined {
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (bytes === 0) return undefined;
    const budget = this.#account?.budget;
    const paid = budget ? budget.takeUpTo(bytes) : bytes;
    return paid === bytes || !budget ? this.#put(chunks, bytes) : this.#sendSlowly(budget, chunks, paid);
  }

  async #sendSlowly(budget: Budget, chunks: readonly Buffer[], paid: number): Promise<void> {
    let rest = Buffer.concat(chunks);
    for (let part = paid; ; part = budget.takeUpTo(rest.length)) {
      if (part > 0) await this.#put([rest.subarray(0, part)], part);
      rest = rest.subarray(part);
      if (rest.length === 0) return;
      if (this.#connection.gone) throw new AtlanticError('client_closed');
      await budget.ready({ bytes: 1, requests: NO_REQUEST });
    }
  }

  #put(chunks: readonly Buffer[], bytes: number): Promise<void> | undefined {
    if (this.#connection.gone) {
      this.#account?.budget?.giveBack(bytes);
      return undefined;
    }
    const flight: InFlight = { account: this.#account, bytes };
    this.#account?.slot.add('pending', bytes);
    this.#account?.slot.commit();
    this.#inFlight.push(flight);
    const taken = this.#connection.write(chunks);
    if (!taken) {
      this.#accepted(flight, bytes);
      return undefined;
    }
    return taken.then(() => {
      if (!this.#connection.gone) this.#accepted(flight, bytes);
    });
  }

  #accepted(flight: InFlight, bytes: number): void {
    const at = this.#inFlight.indexOf(flight);
    if (at >= 0) this.#inFlight.splice(at, 1);
    this.bytesDown += bytes;
    if (!flight.account) {
      this.#heldDown += bytes;
      return;
    }
    flight.account.slot.add('pending', -flight.bytes);
    flight.account.slot.add('bytesDown', bytes);
    if (flight.bytes > bytes) flight.account.budget?.giveBack(flight.bytes - bytes);
  }

  /**
   * Closes the count: what the kernel never took is withdrawn. Call once, when nothing is sent any more. The caller
   * commits the slot it returns, so that the last octets and the outcome are one write.
   */
  close(): Slot | undefined {
    let never = this.#connection.unaccepted();
    for (const flight of this.#inFlight.toReversed()) {
      const lost = Math.min(never, flight.bytes);
      never -= lost;
      this.#accepted(flight, flight.bytes - lost);
    }
    return this.#account?.slot;
  }
}
