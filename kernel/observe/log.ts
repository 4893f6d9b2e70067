/**
 * The log: JSON lines on standard output, with an allow-list of fields.
 *
 * Of traffic, nothing that names a destination or a client may be written. A deny-list fails at the next call site, so
 * a field that is not listed here is dropped, whoever passes it.
 */
import type { LogLevel } from '@atlantic/contract/process.ts';
import { type Logger as PinoLogger, pino } from 'pino';

const FIELDS = new Set([
  'attempt',
  'bytesDown',
  'bytesUp',
  'code',
  'count',
  'credential',
  'epoch',
  'error',
  'file',
  'listener',
  'milliseconds',
  'outcome',
  'overload',
  'pid',
  'pool',
  'protocol',
  'signal',
  'stack',
  'url',
  'version',
  'why',
  'worker',
]);

export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A log whose level can be changed while it is in use. */
export interface AdjustableLogger extends Logger {
  setLevel(level: LogLevel): void;
}

/** `fields` without what may not be logged. */
export function allowedFields(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => FIELDS.has(name)));
}

/**
 * A fault of our own as loggable fields. The message of a system error can hold an address, so only its code is kept;
 * the stack's frames (without the message) say where.
 */
export function faultFields(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { error: typeof thrown };
  const frames = (thrown.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' < ');
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
  return { error: code, stack: frames };
}

/** A logger for the process `name`, at `info` and above, on standard output, unless said otherwise. */
export function createLog(options: {
  name: string;
  level?: LogLevel;
  destination?: { write(line: string): void };
}): AdjustableLogger {
  const settings = {
    level: options.level ?? 'info',
    base: { process: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const sink: PinoLogger = options.destination ? pino(settings, options.destination) : pino(settings);
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (sink.isLevelEnabled(level)) sink[level](allowedFields(fields), message);
    };
  const setLevel = (level: LogLevel) => {
    sink.level = level;
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), setLevel };
}
