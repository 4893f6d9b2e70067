/** Every storm over loopback, in the order in which they blow. */
import { FLOODS } from './storm/flood.ts';
import { GIANT } from './storm/giant.ts';
import { KILLED_PROXY } from './storm/killed-proxy.ts';
import { RESETS } from './storm/resets.ts';
import { SLOW } from './storm/slow.ts';
import { SLOWHTTPTEST } from './storm/slowhttptest.ts';
import type { Storm } from './storm.ts';

export const STORMS: readonly Storm[] = [SLOW, SLOWHTTPTEST, ...RESETS, ...FLOODS, GIANT, KILLED_PROXY];
