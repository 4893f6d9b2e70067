/** Port ranges as configuration writes them: `443` or `8000-8999`, both ends included. */

export type PortRange = [first: number, last: number];

export function parsePortRange(text: string): PortRange | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first >= 1 && last <= 65535 && first <= last ? [first, last] : undefined;
}

export const portRangeProblem = (text: string): string | undefined =>
  parsePortRange(text) ? undefined : 'must be a port (443) or a range (8000-8999) between 1 and 65535';

export const portInRanges = (port: number, ranges: readonly (readonly [number, number])[]): boolean =>
  ranges.some(([first, last]) => port >= first && port <= last);
