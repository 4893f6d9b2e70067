/** `atlantic pool health NAME`: how the planes find the endpoints of a pool. */
import type { PoolHealthView } from '@atlantic/contract/api-endpoint.ts';
import { momentText, reasonText } from '../../show/health.ts';
import { formatTable } from '../../show/table.ts';

type Plane = PoolHealthView['planes'][number];
type Endpoint = Plane['endpoints'][number];

const COLUMNS = [
  { title: 'ENDPOINT' },
  { title: 'STATE' },
  { title: 'WHY' },
  { title: 'SINCE' },
  { title: 'UNTIL' },
  { title: 'REQUESTS', align: 'right' },
  { title: 'OK', align: 'right' },
  { title: 'P50', align: 'right' },
  { title: 'P95', align: 'right' },
  { title: 'EXIT' },
] as const;

const milliseconds = (value: number | null): string => (value === null ? '-' : `${Math.round(value)} ms`);
const row = (endpoint: Endpoint): string[] => [
  endpoint.address,
  endpoint.state,
  reasonText(endpoint),
  momentText(endpoint.since),
  momentText(endpoint.until),
  String(endpoint.requests),
  endpoint.successRate === null ? '-' : `${Math.round(endpoint.successRate * 100)} %`,
  milliseconds(endpoint.latencyP50Ms),
  milliseconds(endpoint.latencyP95Ms),
  endpoint.exitAddress ?? '-',
];

function planeText({ plane, panicSince, judgeSuspectSince, endpoints }: Plane): string {
  const panic =
    panicSince === null ? [] : [`PANIC since ${momentText(panicSince)}: too little is fit, so health is ignored.`];
  const judge =
    judgeSuspectSince === null
      ? []
      : [`The judge answers nobody since ${momentText(judgeSuspectSince)}, so probes eject nobody.`];
  return [`plane ${plane}`, ...panic, ...judge, formatTable(COLUMNS, endpoints.map(row))].join('\n');
}

export function healthText({ pool, planes }: PoolHealthView): string {
  if (planes.length === 0) return `No plane has reported on the pool ${pool} yet.`;
  if (planes.every(({ endpoints }) => endpoints.length === 0))
    return `The pool ${pool} has no endpoints of others now, and so no health.`;
  return planes.map(planeText).join('\n\n');
}
