/** What a tunnel's client asks of the TCP origin behind it, in its first line. */

/**
 * Who ends: `client`: the server ends after the client has. `origin`: the server ends when it has sent and read
 * everything. `late`: it begins to send only when the client has ended. `reset`: it resets once everything is sent.
 * `deaf`: it resets once `up` octets were read.
 */
const ENDS = ['client', 'origin', 'late', 'reset', 'deaf'] as const;

export interface TunnelPlan {
  /** Octets behind the line, and octets the server sends. */
  readonly up: number;
  readonly down: number;
  readonly end: (typeof ENDS)[number];
}

export const planLine = ({ up, down, end }: TunnelPlan): string => `${up} ${down} ${end}\n`;

/** The plan and the octets behind its line; undefined while the line is not whole. Throws at a line that is no plan. */
export function readPlan(octets: Buffer): { plan: TunnelPlan; behind: number } | undefined {
  const at = octets.indexOf('\n');
  if (at < 0) return undefined;
  const line = octets.toString('latin1', 0, at);
  const [up, down, word] = line.split(' ');
  const end = ENDS.find((known) => known === word);
  if (!end) throw new Error(`not a plan: ${line}`);
  return { plan: { up: Number(up), down: Number(down), end }, behind: octets.length - at - 1 };
}
