/** The place of one connection: of the plane's, of its address's, and once its account is known, of the account's. */
import type { AtlanticError } from '@atlantic/contract/errors.ts';
import type { TurnedAway } from '@atlantic/contract/overload.ts';
import type { Rooms } from '@atlantic/kernel/overload/rooms.ts';
import type { Crowd, Crowded, Crowds } from './crowds.ts';
import type { TurningAway } from './turned-away.ts';
import type { Waiting } from './waiting.ts';

export interface Seat {
  /** Why the connection is turned away; undefined while it is not. */
  readonly refusal: AtlanticError | undefined;
  /** There is not even room to say why: the connection is to be closed without a word. */
  readonly silent: boolean;
  /** Says where the client is. A promise where room has to be asked for; it never rejects. */
  from(address: string): Promise<void> | undefined;
  /**
   * Says whose request is served on it now. Throws, or rejects with, `gateway_overloaded` where the account has no room
   * or is given up.
   */
  serveAs(account: Crowded): Promise<void> | undefined;
  /** Aborts, with an AtlanticError as its reason, when what it serves now has to end. */
  readonly ending: AbortSignal;
  /** So many octets were moved on it. Undefined where more may follow at once; otherwise resolves when they may. */
  moved(bytes: number): Promise<void> | undefined;
  /** The connection is gone. */
  leave(): void;
}

/** What all seats of a worker share. */
export interface Hall {
  readonly rooms: Rooms;
  readonly crowds: Crowds;
  readonly turning: TurningAway;
  /** Connections that wait for a seat. */
  readonly waiting: Waiting;
  /** Ends everything. */
  readonly ending: AbortSignal;
  /** How many there are now. */
  seats: number;
  /** How many connections more there are descriptors for. */
  more: number;
}

export class TakenSeat implements Seat {
  refusal: AtlanticError | undefined;
  silent = false;
  readonly #hall: Hall;
  #placed = false;
  #telling = false;
  #address: string | undefined;
  #crowd: Crowd | undefined;

  constructor(hall: Hall) {
    this.#hall = hall;
    hall.seats += 1;
  }

  /** It has room among the connections of the plane. */
  placed(): this {
    this.#placed = true;
    this.#hall.more -= 1;
    return this;
  }

  /** What it held is free for others while it is told so. */
  turnAway(what: TurnedAway): this {
    this.#leavePlace();
    this.refusal = this.#hall.turning.error(what);
    this.#telling = this.#hall.turning.begin();
    this.silent = !this.#telling;
    return this;
  }

  from(address: string): Promise<void> | undefined {
    if (this.refusal) return undefined;
    const note = (found: boolean) => {
      if (found) this.#address = address;
      else this.turnAway('address');
    };
    const found = this.#hall.rooms.take('address', address);
    return typeof found === 'boolean' ? void note(found) : found.then(note);
  }

  serveAs(account: Crowded): Promise<void> | undefined {
    const { rooms, crowds, turning } = this.#hall;
    if (crowds.isGivenUp(account)) throw turning.error('priority');
    if (this.#crowd?.id === account.id && !this.#crowd.ending.aborted) return undefined;
    this.#leaveCrowd();
    const note = (found: boolean) => {
      if (!found) throw this.#refuseAccount();
      this.#crowd = crowds.join(account);
    };
    const found = rooms.take('account', account.id);
    return typeof found === 'boolean' ? void note(found) : found.then(note);
  }

  get ending(): AbortSignal {
    return this.#crowd?.ending ?? this.#hall.ending;
  }

  moved(bytes: number): Promise<void> | undefined {
    return this.#crowd?.turn.moved(bytes);
  }

  leave(): void {
    this.#hall.seats -= 1;
    this.#leaveCrowd();
    this.#leavePlace();
    if (this.#telling) this.#hall.turning.told();
  }

  /** Others need not wait until it has been told, unless too many are being told. */
  #refuseAccount(): AtlanticError {
    const { turning } = this.#hall;
    this.#telling = turning.begin();
    if (this.#telling) this.#leavePlace();
    return turning.error('account');
  }

  #leavePlace(): void {
    const { rooms, waiting } = this.#hall;
    if (this.#placed) this.#hall.more += 1;
    if (this.#address !== undefined) rooms.leave('address', this.#address);
    if (this.#placed && !waiting.next()) rooms.leave('connections', '');
    this.#address = undefined;
    this.#placed = false;
  }

  #leaveCrowd(): void {
    if (!this.#crowd) return;
    this.#hall.crowds.leave(this.#crowd);
    this.#hall.rooms.leave('account', this.#crowd.id);
    this.#crowd = undefined;
  }
}
