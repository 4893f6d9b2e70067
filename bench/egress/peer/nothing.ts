import type { Peer } from './peer.ts';

/** The bare origin: the ceiling of generator, origin and kernel together, which share one core. */
export const nothing: Peer = {
  id: 'nothing',
  title: 'nothing between',
  settings: 'generator and origin on one core',
  pinned: true,
  version: async () => '',
  start: async ({ originPort }) => ({ way: { port: originPort, proxied: false }, async [Symbol.asyncDispose]() {} }),
};
