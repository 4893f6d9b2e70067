/** The check processes of a run, as the run sees them: started, given candidates, replaced when they die, ended. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { CandidateSource } from '../candidate.ts';
import type { CheckPlan } from '../verdict.ts';
import { MOST_IN_MESSAGE, type ProcessStatus, packCandidate, type ToProcess, type ToRun } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('process.ts', import.meta.url));
/** A third of the usual room for young objects: checks live too long to die in it, and less of it costs no time. */
const NODE_FLAGS = ['--max-semi-space-size=4'];
/** Told to end, a process that is still there after this is killed. */
const END_MS = 300;
/** Deaths in a row without one verdict between them: the next process would die too. */
const MOST_DEATHS = 5;

export interface CrewPlan {
  readonly plan: CheckPlan;
  readonly source: CandidateSource;
  readonly processes: number;
  /** Checks in flight, for each. */
  readonly each: number;
  /** What they run. */
  readonly program?: string;
  /** A candidate for the process `holder`; undefined: there is none. */
  take(holder: number): number | undefined;
  held(holder: number): number;
  onMessage(holder: number, message: ToRun): void;
  /** What it had in hand goes back. */
  onDeath(holder: number): void;
  /** They do not stay alive, or cannot be started. */
  onFailure(error: AtlanticError): void;
}

export interface Crew {
  /** Hands out candidates to those who have too few. */
  deal(): void;
  /** What each said last. */
  statuses(): readonly ProcessStatus[];
  /** Something was judged. */
  alive(): void;
  /** Resolves when all are gone, with their connections. */
  end(): Promise<void>;
}

interface Member {
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
  status: ProcessStatus | undefined;
}

export function startCrew(plan: CrewPlan): Crew {
  const members = new Map<number, Member>();
  /** Beyond what is in flight, so that nobody waits for candidates. */
  const most = plan.each + MOST_IN_MESSAGE;
  let holders = 0;
  let deaths = 0;
  let ending = false;

  const send = (child: ChildProcess, message: ToProcess) =>
    // One that has just died is replaced when that is heard.
    void (child.connected && child.send(message, undefined, undefined, () => {}));

  function start(): void {
    const holder = holders++;
    const child = fork(plan.program ?? PROGRAM, [], {
      execArgv: NODE_FLAGS,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const gone = Promise.withResolvers<void>();
    const member: Member = { child, gone: gone.promise, status: undefined };
    members.set(holder, member);
    child.on('message', (message: ToRun) => {
      // What is judged after the end counts no more: the run has been summed up.
      if (ending) return;
      if (message.kind === 'status') member.status = message.status;
      plan.onMessage(holder, message);
    });
    const onEnd = () => {
      gone.resolve();
      if (ending || !members.delete(holder)) return;
      plan.onDeath(holder);
      deaths += 1;
      if (deaths < MOST_DEATHS) start();
      else plan.onFailure(new AtlanticError('internal_error', { detail: `${deaths} check processes died in a row.` }));
    };
    child.once('exit', onEnd).once('error', onEnd);
    send(child, { kind: 'start', plan: plan.plan, most: plan.each });
    deal();
  }

  /** One message for the process; false when it needs none, or there is nothing left. */
  function dealTo(holder: number, { child }: Member): boolean {
    const room = Math.min(MOST_IN_MESSAGE, most - plan.held(holder));
    // Full messages, or the last.
    if (room < MOST_IN_MESSAGE / 4 && plan.held(holder) > 0) return false;
    const candidates: ReturnType<typeof packCandidate>[] = [];
    while (candidates.length < room) {
      const index = plan.take(holder);
      if (index === undefined) break;
      candidates.push(packCandidate(index, plan.source.at(index)));
    }
    if (candidates.length > 0) send(child, { kind: 'candidates', candidates });
    return candidates.length > 0;
  }

  function deal(): void {
    if (ending || members.size < plan.processes) return;
    // In turn, so that the last candidates of a run are shared too.
    for (let dealt = true; dealt; ) {
      dealt = false;
      for (const [holder, member] of members) dealt = dealTo(holder, member) || dealt;
    }
  }

  async function endMember({ child, gone }: Member): Promise<void> {
    send(child, { kind: 'stop' });
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await gone;
    clearTimeout(timer);
  }

  while (holders < plan.processes) start();
  return {
    deal,
    statuses: () => [...members.values()].flatMap(({ status }) => status ?? []),
    alive() {
      deaths = 0;
    },
    async end() {
      ending = true;
      await Promise.all([...members.values()].map(endMember));
    },
  };
}
