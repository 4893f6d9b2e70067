/** What the API may do to sessions: nothing of it is in the database, planes keep them. */

import type { BanCreated } from '@atlantic/contract/api-ban.ts';
import type {
  NewSession,
  SessionCreate,
  SessionOrderOutcome,
  SessionPage,
  WallReported,
  wallReportSchema,
} from '@atlantic/contract/api-session.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { presetText } from '@atlantic/contract/options/preset.ts';
import type { Order } from '@atlantic/contract/plane.ts';
import type { SessionReport } from '@atlantic/contract/plane-session.ts';
import type { z } from 'zod';
import {
  exitsOf,
  idOf,
  type ListenerPlace,
  listenerUrl,
  newSession,
  pageOf,
  readId,
  type SessionCredential,
} from './rules.ts';

/** Where an exit met a wall, and for how long it is banned there. */
type Wall = z.output<typeof wallReportSchema>;

/** How long an answer waits for planes. */
const WAIT_MS = 5_000;
const NAME_LENGTH = 12;
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** Lives of sessions are told apart by numbers below this. */
const LIVES = 2 ** 47;

export interface SessionPlane {
  id: string;
  name: string;
  sessions: Iterable<SessionReport>;
  /** Addresses that it has bound, in the order of the listeners. */
  listeners: readonly string[] | undefined;
}

export interface SessionSources {
  /** Every credential. */
  credentials(): Promise<readonly (SessionCredential & { id: string })[]>;
  /** Those that are not revoked. */
  planes(): Promise<readonly SessionPlane[]>;
  listeners(): readonly ListenerPlace[];
  /** Addresses of endpoints by id. */
  addresses(): Promise<ReadonlyMap<string, string>>;
  /** Orders something and waits, at most so long, for what the plane says; null: nothing yet. */
  order(plane: string, order: Order, waitMs: number): Promise<{ obeyed: boolean | null; detail: string | null }>;
  /** Is the endpoint the gateway of a provider, with all of its exits behind it? */
  isGateway(endpoint: string): boolean;
  /** Bans an endpoint on every connected plane. */
  ban(endpoint: string, wall: Wall): Promise<BanCreated>;
  /** A whole number from 0 up to `end`. */
  random(end: number): number;
}

export interface SessionActions {
  /** Throws `not_found` for a credential, and what is wrong with the options. */
  create(wanted: SessionCreate): Promise<NewSession>;
  /** Throws `not_found` for a credential. */
  list(page: { credential?: string | undefined; cursor?: string | undefined; limit: number }): Promise<SessionPage>;
  /** Bans the exit that it has on the site of the target. Throws `not_found` while no plane has told of one, and `plane_away`. */
  report(id: string, wall: Wall): Promise<WallReported>;
  /** Throws `not_found`. */
  rotate(id: string): Promise<SessionOrderOutcome>;
  /** Throws `not_found`. */
  end(id: string): Promise<SessionOrderOutcome>;
}

export function sessionActions(sources: SessionSources): SessionActions {
  const find = async (name: string) => {
    const found = (await sources.credentials()).find((credential) => credential.name === name);
    if (!found) throw new AtlanticError('not_found', { detail: `There is no credential ${name}.` });
    return found;
  };
  const newName = () => Array.from({ length: NAME_LENGTH }, () => LETTERS[sources.random(LETTERS.length)]).join('');

  const tell = async ({ id, name }: SessionPlane, order: Order): Promise<SessionOrderOutcome['planes'][number]> => {
    const { obeyed, detail } = await sources.order(id, order, WAIT_MS);
    return { plane: name, state: obeyed === null ? 'waiting' : obeyed ? 'done' : 'failed', detail };
  };
  const tellAll = async (id: string, orderOf: (name: { credential: string; session: string }) => Order) => {
    const { credential, session } = readId(id);
    const order = orderOf({ credential: (await find(credential)).id, session });
    const planes = await Promise.all((await sources.planes()).map((plane) => tell(plane, order)));
    return { id: idOf(credential, session), done: planes.every(({ state }) => state === 'done'), planes };
  };

  const rotate: SessionActions['rotate'] = (id) =>
    tellAll(id, (name) => ({ kind: 'rotate-session', ...name, life: 1 + sources.random(LIVES - 1) }));

  return {
    async create({ credential, session = newName(), options = {} }) {
      const found = await find(credential);
      const [bound] = (await sources.planes()).flatMap(({ listeners }) => (listeners ? [listeners] : []));
      return newSession(found, session, presetText(options), listenerUrl(sources.listeners(), bound));
    },
    async list({ credential, cursor, limit }) {
      const all = credential === undefined ? await sources.credentials() : [await find(credential)];
      const planes = (await sources.planes()).map(({ name, sessions }) => ({ plane: name, sessions }));
      const names = new Map(all.map(({ id, name }) => [id, name]));
      return pageOf(planes, names, await sources.addresses(), { cursor, limit });
    },
    async report(id, wall) {
      const { credential, session } = readId(id);
      const { id: owner } = await find(credential);
      const exits = exitsOf(await sources.planes(), owner, session);
      if (exits.length === 0)
        throw new AtlanticError('not_found', {
          detail:
            'No plane has told of an exit of this session. Planes tell of one a few seconds after its first request.',
        });
      const own = exits.filter((exit) => !sources.isGateway(exit));
      const bans = await Promise.all(own.map((exit) => sources.ban(exit, wall)));
      return { id, bans, rotated: own.length < exits.length ? await rotate(id) : null };
    },
    rotate,
    end: (id) => tellAll(id, (name) => ({ kind: 'end-session', ...name })),
  };
}
