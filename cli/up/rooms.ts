/** The processes of one machine: which programs they are, and what they are told when they start. */
import { join } from 'node:path';
import { formatBind, parseBind } from '@atlantic/contract/config/bind.ts';
import type { Config } from '@atlantic/contract/config/schema.ts';
import {
  type ControlAt,
  type ControlReady,
  controlReadySchema,
  type EgressEnded,
  type EgressReady,
  egressEndedSchema,
  egressReadySchema,
  type LogLevel,
  processEnvironmentSchema,
  type SupplyReady,
  supplyReadySchema,
} from '@atlantic/contract/process.ts';
import type { ChildPlan, ChildTiming } from './child.ts';

/** What every process of a machine is started with. */
export interface Host {
  /** Absolute path. */
  readonly data: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logLevel: LogLevel;
  readonly timing: ChildTiming;
  readonly now: () => number;
  /** Tells a person that a process died or serves again. */
  readonly report: (text: string) => void;
}

/** A machine with a control of its own. */
export interface Machine extends Host {
  readonly config: Config;
  /** Absolute path; none means the defaults. */
  readonly configFile: string | undefined;
  readonly entries: { readonly control: string; readonly egress: string; readonly supply: string };
}

/** The control that a plane belongs to, and how the plane proves itself and what it binds. */
export interface PlaneOf extends ControlAt {
  /** Absolute path. */
  readonly tokenFile: string;
  /** Addresses in place of those of the configuration. */
  readonly listen?: readonly string[] | undefined;
}

/** What a process died of, and that it serves again, as lines for a person. */
function reports({ report }: Host, name: string) {
  let dead = false;
  return {
    onReady: (): void => {
      if (dead) report(`atlantic: ${name} serves again.`);
      dead = false;
    },
    onDeath: (how: string, restartInMs: number): void => {
      dead = true;
      report(`atlantic: ${name} ended with ${how}; it is started again in ${restartInMs / 1000} s.`);
    },
  };
}

/** Set by the supervisor alone: a leftover of the caller must not steer a process, and none needs the caller's key. */
const OURS = [...Object.keys(processEnvironmentSchema.shape), 'ATLANTIC_API_KEY'];

const base = ({ environment, data, logLevel }: Host): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !OURS.includes(name))),
  NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE ?? join(data, 'compile-cache'),
  ATLANTIC_DATA: data,
  ATLANTIC_LOG_LEVEL: logLevel,
});

/** The configured address with the port that was really bound: the configured one may have been 0. */
function boundAddress(listen: string, url: string): string {
  const { protocol, port } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  return formatBind({ host: parseBind(listen)?.host ?? '127.0.0.1', port: port === '' ? usual : Number(port) });
}

export function controlPlan(machine: Machine): ChildPlan<ControlReady> {
  const { config, configFile, entries, timing, now } = machine;
  return {
    name: 'control',
    entry: entries.control,
    environment: (former) => ({
      ...base(machine),
      ...(configFile !== undefined && { ATLANTIC_CONFIG: configFile }),
      ...(former && { ATLANTIC_LISTEN: boundAddress(config.control.listen, former.url) }),
    }),
    readMessage: (message) => controlReadySchema.safeParse(message).data,
    ...reports(machine, 'control'),
    timing,
    now,
  };
}

/** What every plane is told: where control is, how it is proved, and how the plane proves itself. */
const planeEnvironment = (host: Host, plane: PlaneOf): NodeJS.ProcessEnv => ({
  ...base(host),
  ATLANTIC_CONTROL: plane.url,
  ATLANTIC_PLANE_TOKEN_FILE: plane.tokenFile,
  ...(plane.ca !== undefined && { ATLANTIC_CA: plane.ca }),
  ...(plane.name !== undefined && { ATLANTIC_CONTROL_NAME: plane.name }),
});

export function supplyPlan(machine: Machine, plane: PlaneOf): ChildPlan<SupplyReady> {
  const { entries, timing, now } = machine;
  return {
    name: 'supply',
    entry: entries.supply,
    environment: (former) => ({
      ...planeEnvironment(machine, plane),
      ...(former && { ATLANTIC_LISTEN: former.bind }),
    }),
    readMessage: (message) => supplyReadySchema.safeParse(message).data,
    ...reports(machine, 'supply'),
    dispensable: true,
    timing,
    now,
  };
}

/** `onLast` hears why the process ends for good. */
export function egressPlan(
  host: Host,
  entry: string,
  plane: PlaneOf,
  onLast: (why: EgressEnded['why']) => void,
): ChildPlan<EgressReady> {
  const { timing, now } = host;
  return {
    name: 'egress',
    entry,
    environment: (former) => ({
      ...planeEnvironment(host, plane),
      ...(plane.listen && { ATLANTIC_LISTEN_INSTEAD: plane.listen.join(',') }),
      ...(former && { ATLANTIC_LISTEN: former.listeners.map(({ bind }) => bind).join(',') }),
    }),
    readMessage: (message) => egressReadySchema.safeParse(message).data,
    isLast(message) {
      const last = egressEndedSchema.safeParse(message).data;
      if (last) onLast(last.why);
      return last !== undefined;
    },
    ...reports(host, 'egress'),
    timing,
    now,
  };
}
