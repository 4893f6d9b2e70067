/** Listeners as the planes get them. Pure. */
import { resolve } from 'node:path';
import type { Config } from '@atlantic/contract/config/schema.ts';
import type { SnapshotListener } from '@atlantic/contract/snapshot.ts';

type ConfiguredListener = Config['egress']['listeners'][number];

/** Paths become absolute: `directory` is that of the configuration file, which a plane does not know. */
export const snapshotListener = ({ tls, ...listener }: ConfiguredListener, directory: string): SnapshotListener => ({
  ...listener,
  ...(tls && { tls: { certificate: resolve(directory, tls.certificate), key: resolve(directory, tls.key) } }),
});
