/** The check of one candidate: one trip after the other, until it is judged. */
import type { CheckMode, Proven, SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import type { CheckSettings } from '@atlantic/contract/supply/settings.ts';
import type { Candidate } from '../candidate.ts';
import type { Geo } from '../geo/geo.ts';
import { anonymityOf } from './anonymity.ts';
import type { Judge } from './judge.ts';
import type { JudgeWatch } from './judge-watch.ts';
import { type Death, type Outcome, readAnswer, stageOf } from './outcome.ts';
import type { JudgePage } from './read-judge.ts';
import type { Resolver } from './resolver.ts';
import type { Slots } from './slots.ts';
import { type Errand, type Step, Trip, type TripEnd, type TripMeans, type TripTimes } from './trip.ts';
import { Timed, type Wheel } from './wheel.ts';

/** What checks are made with. */
export interface CheckerMeans {
  /** Milliseconds since 1970. */
  now(): number;
  /** A text that was never used before, of the letters of a judge's token (`TOKEN` of supply/judge/page.ts). */
  token(): string;
  readonly wheel: Wheel;
  readonly judges: JudgeWatch;
  readonly geo: Geo;
  readonly resolver: Resolver;
}

export interface CheckMeans extends CheckerMeans, TripMeans {
  readonly settings: CheckSettings;
  readonly slots: Slots;
  isAllowed(address: string): boolean;
  /** The check is over, and will call back. */
  over(check: Check): void;
}

/** What is done on a connection to a proxy of each kind: to greet it, to have a page, to have one by TLS through a tunnel. */
const STEPS: Readonly<Record<'greet' | 'page' | 'tunnel', Readonly<Record<SupplyKind, readonly Step[]>>>> = {
  greet: { http: [], https: ['proxy-tls'], socks4: [], socks5: ['greeting'] },
  page: {
    http: ['page'],
    https: ['proxy-tls', 'page'],
    socks4: ['socks4', 'page'],
    socks5: ['socks5', 'page'],
  },
  tunnel: {
    http: ['connect', 'judge-tls', 'page'],
    https: ['proxy-tls', 'connect', 'judge-tls', 'page'],
    socks4: ['socks4', 'judge-tls', 'page'],
    socks5: ['socks5', 'judge-tls', 'page'],
  },
};
/** Where the feed does not say. Without a target, HTTP is known by an answer of its own; a SOCKS4 proxy cannot be. */
const TRIED: Readonly<Record<CheckMode, readonly SupplyKind[]>> = {
  full: ['http', 'socks5', 'socks4'],
  connect: ['http', 'socks5'],
};
const KNOCK: readonly Step[] = ['head'];

type Phase = 'page' | 'confirm' | 'tunnel';

const isPage = (read: ReturnType<typeof readAnswer>): read is JudgePage => 'frame' in read;

export class Check extends Timed {
  readonly #candidate: Candidate;
  readonly #means: CheckMeans;
  #done: ((outcome: Outcome) => void) | undefined;
  #kinds: readonly SupplyKind[];
  #address = '';
  #until = 0;
  #phase: Phase = 'page';
  #trip: Trip | undefined;
  #errand: Errand | undefined;
  #inside = false;
  /** Of the kinds that were tried, what came furthest. */
  #death: Death | undefined;
  #times: TripTimes | undefined;
  #page: JudgePage | undefined;
  #judge: Judge | undefined;
  #confirmed: boolean | null = null;
  #tls: boolean | null = null;

  constructor(candidate: Candidate, means: CheckMeans, done: (outcome: Outcome) => void) {
    super();
    this.#candidate = candidate;
    this.#means = means;
    this.#done = done;
    this.#kinds = candidate.kind ? [candidate.kind] : TRIED[means.settings.mode];
  }

  start(): void {
    if (!this.#done) return;
    this.#means.resolver.resolve(this.#candidate.host, (address) => {
      if (!this.#done) return;
      if (address === undefined) return this.#dead({ stage: 'connect', failure: lost('dns_error') });
      if (!this.#means.isAllowed(address)) return this.#dead({ stage: 'connect', failure: NOT_ALLOWED });
      this.#address = address;
      this.#until = this.#means.wheel.now() + this.#means.settings.totalSeconds * 1000;
      this.#try();
    });
  }

  /** Destroys what it holds, and calls nobody. */
  abort(): void {
    this.#done = undefined;
    this.#leaveTrip();
    this.#means.wheel.disarm(this);
  }

  /** What hung on that judge cannot be decided; where only TLS did, the proxy is judged without. */
  judgeDown(judge: Judge): void {
    if (this.#errand?.judge !== judge) return;
    if (this.#phase !== 'tunnel') return this.#end({ kind: 'judge' });
    this.#leaveTrip();
    this.#alive();
  }

  /** Its time was over while it waited for its turn at TLS. */
  onDeadline(): void {
    this.#means.slots.leave(this);
    this.#withoutTurn();
  }

  onSlot(): void {
    this.#means.wheel.disarm(this);
    this.#inside = true;
    this.#depart();
  }

  onTripEnd(end: TripEnd): void {
    this.#trip = undefined;
    this.#leaveSlot();
    if (end.kind === 'unreached' && end.fault.kind === 'local')
      return this.#end({ kind: 'local', code: end.fault.code });
    if (this.#phase === 'tunnel') return this.#afterTunnel(end);
    const read = this.#read(end);
    if (read === undefined) return this.#arrived(end, undefined);
    if (isPage(read)) return this.#arrived(end, read);
    if (this.#phase === 'confirm') return this.#doubted({ stage: 'confirm', failure: read });
    this.#failed(
      end.kind === 'unreached' ? { stage: 'connect', failure: read } : { stage: stageOf(read), failure: read },
    );
  }

  /** By the kind that is first now. */
  #try(): void {
    const { mode } = this.#means.settings;
    this.#phase = 'page';
    const judge = mode === 'full' ? this.#means.judges.next() : undefined;
    if (mode === 'full' && !judge) return this.#end({ kind: 'judge' });
    this.#judge = judge;
    this.#errand = judge && { judge, token: this.#means.token(), secure: false };
    this.#queue();
  }

  /** TLS takes much memory, so not all that want it have it at once. */
  #queue(): void {
    const wantsTls = this.#steps().some((step) => step === 'proxy-tls' || step === 'judge-tls');
    if (!wantsTls) return this.#depart();
    if (!this.#means.slots.take(this)) {
      this.#means.wheel.arm(this, this.#until - this.#means.wheel.now());
      return;
    }
    this.#inside = true;
    this.#depart();
  }

  #steps(): readonly Step[] {
    const [kind = 'http'] = this.#kinds;
    if (this.#phase === 'tunnel') return STEPS.tunnel[kind];
    if (this.#means.settings.mode === 'full') return STEPS.page[kind];
    return this.#candidate.kind === undefined && kind === 'http' ? KNOCK : STEPS.greet[kind];
  }

  #depart(): void {
    const { host, port, username, password } = this.#candidate;
    const { connectSeconds, stageSeconds } = this.#means.settings;
    const way = { address: this.#address, port, kind: this.#kinds[0], name: host, username, password };
    this.#trip = new Trip(
      {
        way,
        steps: this.#steps(),
        errand: this.#errand,
        connectMs: connectSeconds * 1000,
        stepMs: stageSeconds * 1000,
        until: this.#until,
      },
      this.#means,
      this,
    );
  }

  /** Undefined where no page was asked for. */
  #read(end: TripEnd): ReturnType<typeof readAnswer> | undefined {
    if (end.kind === 'failed') return end.failure;
    if (end.kind === 'unreached') return end.fault.kind === 'dead' ? lost(end.fault.code, end.fault.detail) : undefined;
    return end.answer && this.#errand ? readAnswer(end.answer, this.#errand.judge, this.#errand.token) : undefined;
  }

  #arrived(end: TripEnd, page: JudgePage | undefined): void {
    if (end.kind !== 'done') return;
    if (this.#phase === 'page') {
      this.#times = end.times;
      this.#page = page;
      if (page === undefined) return this.#alive();
      const other = this.#means.settings.confirm ? this.#means.judges.next(this.#judge) : undefined;
      if (other) {
        this.#phase = 'confirm';
        this.#errand = { judge: other, token: this.#means.token(), secure: false };
        return this.#queue();
      }
    } else this.#confirmed = true;
    this.#tunnel();
  }

  #tunnel(): void {
    const judge = [this.#judge, this.#judge && this.#means.judges.next(this.#judge)].find((one) => one?.secure);
    if (!this.#means.settings.tls || !judge) return this.#alive();
    this.#phase = 'tunnel';
    this.#errand = { judge, token: this.#means.token(), secure: true };
    this.#queue();
  }

  #afterTunnel(end: TripEnd): void {
    const read = this.#read(end);
    if (read && isPage(read)) return this.#tunnelled(true);
    const judge = this.#errand?.judge;
    const failure = end.kind === 'failed' ? end.failure : undefined;
    if (failure?.code === 'exit_tampered') return this.#doubted({ stage: 'tls', failure });
    if (!failure?.asked || !judge) return this.#tunnelled(false);
    this.#means.judges.prove(judge, () => this.#tunnelled(judge.secure ? false : null));
  }

  /** `tls`: null where it was the judge that failed. */
  #tunnelled(tls: boolean | null): void {
    if (!this.#done) return;
    this.#tls = tls;
    this.#alive();
  }

  /** One kind failed. A kind that spoke is the right one; who cannot be reached can be so by none. */
  #failed(death: Death): void {
    const before = this.#death;
    const further = !before || (death.failure.spoke && !before.failure.spoke);
    if (further) this.#death = death;
    const [, ...others] = this.#kinds;
    const settled = death.stage === 'connect' || death.failure.spoke || others.length === 0;
    if (settled || this.#means.wheel.now() >= this.#until) return this.#doubted(this.#death ?? death);
    this.#kinds = others;
    this.#try();
  }

  /** Dead, unless the judge had a part in it. */
  #doubted(death: Death): void {
    const judge = this.#errand?.judge;
    if (!death.failure.asked || !judge) return this.#dead(death);
    this.#means.judges.prove(judge, (well) => {
      if (!this.#done) return;
      if (well) this.#dead(death);
      else this.#end({ kind: 'judge' });
    });
  }

  #dead({ stage, failure }: Death): void {
    const { code, detail, transient } = failure;
    const verdict = { alive: false, stage, code, detail, checkedAt: this.#means.now() } as const;
    this.#end(transient ? { kind: 'transient', verdict } : { kind: 'verdict', verdict });
  }

  #alive(): void {
    const { host, port, username, password } = this.#candidate;
    const [kind = 'http'] = this.#kinds;
    const address = {
      kind,
      host,
      port,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
    };
    const verdict = { alive: true, address, checkedAt: this.#means.now(), ...this.#proven() } as const;
    this.#end({ kind: 'verdict', verdict });
  }

  #proven(): Proven {
    const { mode } = this.#means.settings;
    const { connectMs = 0, firstByteMs = 0, totalMs = 0 } = this.#times ?? {};
    const page = this.#page;
    const place = this.#means.geo.look(page?.address ?? null);
    return {
      mode,
      anonymity: page && this.#judge ? anonymityOf(page, this.#judge, this.#means.judges.own) : null,
      exit: page?.address ?? null,
      ...place,
      tls: this.#tls,
      confirmed: this.#confirmed,
      connectMs,
      firstByteMs: page ? firstByteMs : null,
      totalMs,
    };
  }

  /** An HTTPS proxy that had no turn was not asked: that is for this machine to mend. */
  #withoutTurn(): void {
    if (this.#phase === 'tunnel') this.#alive();
    else this.#end({ kind: 'local', code: 'ETLSBUSY' });
  }

  #leaveSlot(): void {
    if (!this.#inside) return;
    this.#inside = false;
    this.#means.slots.free();
  }

  #leaveTrip(): void {
    this.#trip?.abort();
    this.#trip = undefined;
    this.#means.slots.leave(this);
    this.#leaveSlot();
  }

  #end(outcome: Outcome): void {
    const done = this.#done;
    if (!done) return;
    this.#done = undefined;
    this.#leaveTrip();
    this.#means.wheel.disarm(this);
    this.#means.over(this);
    done(outcome);
  }
}

const lost = (code: Death['failure']['code'], detail?: string): Death['failure'] => ({
  code,
  detail,
  spoke: false,
  asked: false,
  transient: false,
});
const NOT_ALLOWED = lost('destination_unroutable', 'It is a private or special address.');
