/**
 * Watches the judges by asking them directly, so that a judge that is down, or changed its page, never kills a proxy. What
 * was found against a proxy counts only when its judge proves well in a probe that began later.
 */
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import { type JudgeUrl, parseJudgeUrl } from '@atlantic/contract/judge-url.ts';
import type { SupplyStatus } from '@atlantic/contract/supply/run.ts';
import type { JudgeSettings } from '@atlantic/contract/supply/settings.ts';
import type { Judge, JudgeDoor } from './judge.ts';
import { type JudgePage, readJudge } from './read-judge.ts';
import type { Lookup } from './resolver.ts';
import { createContexts, judgeContext } from './tls-step.ts';
import { Trip, type TripEnd, type TripMeans } from './trip.ts';
import { Timed, type Wheel } from './wheel.ts';

export interface JudgeWatch {
  /** Resolves when each judge has been asked once. */
  readonly ready: Promise<void>;
  /** Whether any judge is up. */
  up(): boolean;
  /** The first that is up, after `other` where one is named; undefined: there is none. */
  next(other?: Judge): Judge | undefined;
  /** Our own addresses, as judges see them, canonical. */
  readonly own: ReadonlySet<string>;
  /** Calls back once it is known whether the judge is well: by a probe that begins from now on, or because it is down. */
  prove(judge: Judge, done: (well: boolean) => void): void;
  /** Tells of a judge that went down. */
  onDown(listener: (judge: Judge) => void): void;
  states(): SupplyStatus['judges'];
  /** Nothing is called back any more. */
  close(): void;
}

export interface JudgeWatchMeans {
  readonly wheel: Wheel;
  /** Of judges; the system's own, so that names of hosts files and of containers count. */
  readonly lookup?: Lookup;
  readonly timing?: JudgeTiming;
}

export interface JudgeTiming {
  /** Between two probes of a judge. */
  readonly everyMs: number;
  /** The same while something is to be proven, or it has failed. */
  readonly soonMs: number;
  /** For one probe, its connection included. */
  readonly probeMs: number;
}

export const JUDGE_TIMING: JudgeTiming = { everyMs: 15_000, soonMs: 1_000, probeMs: 10_000 };
/** This many failures in a row, and it is down. */
const MOST_FAILURES = 2;

/** No socket was to be had. */
const LOCAL = 'gateway_overloaded' satisfies ErrorCode;

const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

interface WatchedMeans extends JudgeWatchMeans, TripMeans {
  readonly timing: JudgeTiming;
  /** A judge went down. */
  down(judge: Judge): void;
  /** A judge saw us come from this address. */
  seen(own: string): void;
}

/** One judge: what is known of it, and its probes. */
class Watched extends Timed implements Judge {
  readonly url: string;
  readonly format: JudgeSettings['format'];
  readonly context: SecureContext | undefined;
  plain: JudgeDoor;
  secure: JudgeDoor | undefined;
  headers: JudgePage['headers'] = [];
  frame: string | undefined;
  up = false;
  latencyMs: number | null = null;
  code: ErrorCode | null = null;

  readonly #means: WatchedMeans;
  readonly #secureUrl: JudgeUrl | undefined;
  #frames = 0;
  #failures = 0;
  #begunAt = Number.NEGATIVE_INFINITY;
  #probing = false;
  #closed = false;
  /** Of the probe under way, and how to end it. */
  #trip: Trip | undefined;
  #giveUp = (): void => {};
  /** Those that the probe under way decides about, and those that wait for the next. */
  #asking: ((well: boolean) => void)[] = [];
  #waiting: ((well: boolean) => void)[] = [];

  constructor(settings: JudgeSettings, url: JudgeUrl, means: WatchedMeans) {
    super();
    this.url = settings.url;
    this.format = settings.format;
    this.plain = { ...url, address: '' };
    this.#secureUrl = settings.tlsUrl === undefined ? undefined : parseJudgeUrl(settings.tlsUrl);
    this.context = this.#secureUrl && judgeContext(settings.ca);
    this.#means = means;
  }

  onDeadline(): void {
    void this.probe();
  }

  prove(done: (well: boolean) => void): void {
    if (!this.up) return done(false);
    this.#waiting.push(done);
    if (!this.#probing) this.#hurry();
  }

  async probe(): Promise<void> {
    this.#probing = true;
    this.#begunAt = this.#means.wheel.now();
    this.#asking = this.#waiting;
    this.#waiting = [];
    const code = (await this.#ask()) ?? (await this.#settleFrame());
    if (this.#closed) return;
    this.#probing = false;
    if (code === LOCAL) return this.#postpone();
    this.code = code;
    this.#failures = code === null ? 0 : this.#failures + 1;
    const [before, after] = [this.up, code === null || (this.up && this.#failures < MOST_FAILURES)];
    this.up = after;
    const decided = code === null ? this.#asking : [...this.#asking, ...this.#waiting.splice(0)];
    this.#asking = [];
    if (before && !after) this.#means.down(this);
    for (const done of decided) done(code === null);
    if (this.#waiting.length > 0 || code !== null) this.#hurry();
    else this.#means.wheel.arm(this, this.#means.timing.everyMs);
  }

  /** This machine could not ask: that says nothing of the judge, so whoever waits goes on waiting. */
  #postpone(): void {
    this.#waiting.unshift(...this.#asking.splice(0));
    this.#hurry();
  }

  close(): void {
    this.#closed = true;
    this.#means.wheel.disarm(this);
    this.#trip?.abort();
    this.#giveUp();
  }

  #hurry(): void {
    this.#means.wheel.arm(this, this.#begunAt + this.#means.timing.soonMs - this.#means.wheel.now());
  }

  /** Asks both doors. The code of what is wrong with the plain one; null when nothing is. */
  async #ask(): Promise<ErrorCode | null> {
    const plain = await this.#find(this.plain);
    if (!plain) return 'dns_error';
    this.plain = plain;
    const begun = this.#means.wheel.now();
    const page = await this.#read(false);
    if (typeof page === 'string') return page;
    this.latencyMs = Math.round(this.#means.wheel.now() - begun);
    if (page.address !== null) this.#means.seen(page.address);
    this.headers = page.headers;
    if (this.#frames++ === 0) this.frame = page.frame;
    else if (this.frame !== undefined && this.frame !== page.frame) {
      this.frame = undefined;
      // Whoever was found to have altered the page may have brought the new one.
      if (this.up) return 'judge_unexpected';
    }
    await this.#askSecurely();
    return null;
  }

  /** A page that is not the same twice cannot tell whether it was altered; that has to be known before anybody is judged by it. */
  #settleFrame(): Promise<ErrorCode | null> | null {
    return this.#frames === 1 && !this.#closed ? this.#ask() : null;
  }

  async #askSecurely(): Promise<void> {
    if (!this.#secureUrl) return;
    this.secure = await this.#find(this.#secureUrl);
    if (this.secure && typeof (await this.#read(true)) === 'string') this.secure = undefined;
  }

  async #find(url: JudgeUrl): Promise<JudgeDoor | undefined> {
    const { host, port, authority, path, tls } = url;
    const ask = this.#means.lookup ?? systemLookup;
    const found = isIP(host) === 0 ? await ask(host).catch(() => []) : [host];
    // SOCKS4 can carry nothing else than IPv4.
    const address = found.find((one) => isIP(one) === 4) ?? found[0];
    return address === undefined ? undefined : { host, port, authority, path, tls, address };
  }

  /** The page, or the code of what is wrong. */
  #read(secure: boolean): Promise<JudgePage | ErrorCode> {
    const token = randomBytes(16).toString('hex');
    const door = secure ? this.secure : this.plain;
    return new Promise((resolve) => {
      if (!door) return resolve('dns_error');
      if (this.#closed) return resolve('connection_terminated');
      this.#giveUp = () => resolve('connection_terminated');
      const way = {
        address: door.address,
        port: door.port,
        kind: undefined,
        name: door.host,
        username: undefined,
        password: undefined,
      };
      const errand = { judge: this, token, secure };
      const steps = secure ? (['judge-tls', 'page'] as const) : (['page'] as const);
      const { probeMs } = this.#means.timing;
      const until = this.#means.wheel.now() + probeMs;
      const onTripEnd = (end: TripEnd) => resolve(this.#understand(end, token));
      this.#trip = new Trip({ way, steps, errand, connectMs: probeMs, stepMs: probeMs, until }, this.#means, {
        onTripEnd,
      });
    });
  }

  #understand(end: TripEnd, token: string): JudgePage | ErrorCode {
    if (end.kind === 'failed') return end.failure.code;
    if (end.kind === 'unreached') return end.fault.kind === 'dead' ? end.fault.code : LOCAL;
    if (!end.answer || end.answer.status !== 200) return 'judge_unexpected';
    const reading = readJudge(this.format, end.answer.body, token);
    return reading.state === 'page' ? reading.page : 'judge_unexpected';
  }
}

/** Judges whose URL cannot be read are left out: configuration has refused them. */
export function createJudgeWatch(settings: readonly JudgeSettings[], means: JudgeWatchMeans): JudgeWatch {
  const own = new Set<string>();
  const listeners: ((judge: Judge) => void)[] = [];
  const shared = {
    ...means,
    timing: means.timing ?? JUDGE_TIMING,
    contexts: createContexts(),
    down(judge: Judge) {
      for (const listener of listeners) listener(judge);
    },
    seen: (address: string) => void own.add(address),
  };
  const judges = settings.flatMap((one) => {
    const url = parseJudgeUrl(one.url);
    return url ? [new Watched(one, url, shared)] : [];
  });
  return {
    ready: Promise.all(judges.map((judge) => judge.probe())).then(() => {}),
    up: () => judges.some((judge) => judge.up),
    next: (other) => judges.find((judge) => judge.up && judge !== other),
    own,
    prove: (judge, done) => (judge as Watched).prove(done),
    onDown: (listener) => void listeners.push(listener),
    states: () => judges.map(({ url, up, latencyMs, code }) => ({ url, up, latencyMs, code })),
    close() {
      for (const judge of judges) judge.close();
    },
  };
}
