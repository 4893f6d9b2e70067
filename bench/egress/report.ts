/** The line that the load generator prints when it is done. */

export interface Report {
  /** Octets, tunnels, requests or messages that went as they should. */
  readonly amount: number;
  /** What it took in all. */
  readonly seconds: number;
  /** What did not go as it should. */
  readonly failed: number;
  /** What the generator itself took of a processor. */
  readonly processorSeconds: number;
  /** Connections opened, where they are meant to be kept. */
  readonly connections?: number;
  /** Nanoseconds, one for each message. */
  readonly samples?: readonly number[];
}

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0;

/** Throws an Error that shows the line when it is not a report. */
export function parseReport(line: string): Report {
  const unreadable = () => new Error(`the load generator said: ${line.slice(0, 200) || 'nothing'}`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw unreadable();
  }
  if (typeof value !== 'object' || value === null) throw unreadable();
  const { amount, seconds, failed, processorSeconds, connections, samples } = value as Record<string, unknown>;
  if (!isCount(amount) || !isCount(seconds) || !isCount(failed) || !isCount(processorSeconds)) throw unreadable();
  return {
    amount,
    seconds,
    failed,
    processorSeconds,
    ...(isCount(connections) && { connections }),
    ...(Array.isArray(samples) && samples.every(isCount) && { samples }),
  };
}
