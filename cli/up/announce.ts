/** What `atlantic up` says once everything serves. */
import type { ControlReady, SupplyReady } from '@atlantic/contract/process.ts';
import { shellQuote, shellWord } from '../show/quote.ts';
import { formatFacts } from '../show/table.ts';
import { dialAddress, doorsOf, type Listener } from './doors.ts';

export interface Announcement {
  readonly version: string;
  readonly control: ControlReady;
  readonly listeners: readonly Listener[];
  /** Undefined where it does not run. */
  readonly supply: SupplyReady | undefined;
  /** Absolute path, or undefined for the defaults. */
  readonly configFile: string | undefined;
  /** What `--data` would be for other commands; undefined when they find it by themselves. */
  readonly dataOption: string | undefined;
  /** The API key itself: only on the first start, and only for a person's eyes. */
  readonly apiKey: string | undefined;
}

const PROTOCOLS: Record<Listener['protocols'][number], string> = { http: 'HTTP and CONNECT', socks5: 'SOCKS5' };

const address = ({ bind, tls }: Listener): string => `${tls ? 'https://' : ''}${dialAddress(bind)}`;

const speaks = ({ protocols }: Listener): string => protocols.map((protocol) => PROTOCOLS[protocol]).join(', ');

/** A request that needs no internet: the gateway itself answers for atlantic.status. */
function tryIt({ control, listeners, dataOption }: Announcement): string {
  const { http, socks5 } = doorsOf(listeners);
  const proxy = http === '' ? socks5 : http;
  const data = dataOption === undefined ? '' : ` --data ${shellWord(dataOption)}`;
  return control.demoFile === null
    ? `Make a credential:\n  npx atlantic credential create --name NAME${data}`
    : `Try it:\n  curl -x ${proxy} -U "$(cat ${shellQuote(control.demoFile)})" http://atlantic.status/`;
}

export function announce(announcement: Announcement): string {
  const { version, control, listeners, supply, configFile, apiKey } = announcement;
  const facts = formatFacts([
    ['control', control.url],
    ...listeners.map((listener) => ['proxy', `${address(listener)}  ${speaks(listener)}`] as const),
    ...(supply ? [['supply', supply.url] as const] : []),
    ['API key', apiKey === undefined ? control.apiKeyFile : `${apiKey}  (kept in ${control.apiKeyFile})`],
    ['configuration', configFile ?? 'built-in defaults'],
  ]);
  return [`Atlantic ${version} serves.`, facts, tryIt(announcement), 'Stop it with Ctrl-C.'].join('\n\n');
}

/** What `atlantic egress` says once it serves. */
export function announcePlane(plane: {
  readonly version: string;
  /** URL of control. */
  readonly control: string;
  readonly listeners: readonly Listener[];
  /** Absolute path of the data directory. */
  readonly data: string;
}): string {
  const facts = formatFacts([
    ['control', plane.control],
    ...plane.listeners.map((listener) => ['proxy', `${dialAddress(listener.bind)}  ${speaks(listener)}`] as const),
    ['data', plane.data],
  ]);
  return [`Atlantic ${plane.version} serves as a plane.`, facts, 'Stop it with Ctrl-C.'].join('\n\n');
}
