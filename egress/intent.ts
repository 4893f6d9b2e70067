/** What a client asked for, whichever door it came through. */

import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import type { UsageProtocol } from '@atlantic/contract/plane.ts';
import type { BanReport } from './options/report-header.ts';

export interface Target {
  /** Lower case; an address without brackets. */
  host: string;
  port: number;
}

export interface Intent {
  protocol: UsageProtocol;
  target: Target;
  /** What it asked for besides, by user name or header. */
  options: RequestOptions;
  /** What it says of the exit that its session has had. */
  report?: BanReport | undefined;
}

/** What a client proves itself with. */
export interface Proof {
  username: string;
  secret: string;
}

/** The host that is the gateway's page about itself, whatever the port. */
export const STATUS_HOST = 'atlantic.status';
