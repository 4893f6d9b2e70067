/** What a client asked for, whichever door it came through. */

import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import type { UsageProtocol } from '@atlantic/contract/plane.ts';

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
}

/** What a client proves itself with. */
export interface Proof {
  username: string;
  secret: string;
}

/** The host that is the gateway's page about itself, whatever the port. */
export const STATUS_HOST = 'atlantic.status';
