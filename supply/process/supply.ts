/** Supply as a process: it follows control, runs the service as control's settings say, and ends in order. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpsFetch, type HttpsTrust } from '@atlantic/contract/https-fetch.ts';
import type { LogLevel, SupplyReady } from '@atlantic/contract/process.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { createPlaneClient } from '@atlantic/kernel/channel/client.ts';
import { createFigures } from '@atlantic/kernel/observe/figures.ts';
import { createLog, faultFields } from '@atlantic/kernel/observe/log.ts';
import { followParent, onStopSignal, tellParent } from '@atlantic/kernel/process/parent.ts';
import manifest from '../package.json' with { type: 'json' };
import { followControl, type OwnReport } from './channel.ts';
import { type Service, startService } from './service.ts';

export interface SupplyProcess {
  data: string;
  control: string;
  tokenFile: string;
  /** How control is proved; undefined: by what Node trusts. */
  trust: HttpsTrust | undefined;
  /** What an earlier life was bound to. */
  former: string | undefined;
  logLevel: LogLevel;
}

/** Runs until it is told to stop. */
export async function runSupply({ data, control, tokenFile, trust, former, logLevel }: SupplyProcess): Promise<void> {
  const log = createLog({ name: 'supply', level: logLevel });
  const home = join(data, 'supply');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const token = readFileSync(tokenFile, 'utf8').trim();
  const client = createPlaneClient({ url: control, token, ...(trust && { fetch: createHttpsFetch(trust) }) });
  const { version } = manifest;
  const stopping = new AbortController();
  const figures = createFigures(() => 0);
  let service: Service | undefined;
  let ending = false;

  async function onSettings(settings: SupplySettings): Promise<void> {
    if (ending) return;
    if (service) await service.follow(settings);
    else service = await startService(settings, { home, log, version, former, offer: client.offer, now: Date.now });
    const { url, bind } = service.door;
    await tellParent({ kind: 'supply-ready', url, bind } satisfies SupplyReady);
  }
  function own(): OwnReport {
    const door = service?.door;
    const workers = [figures()];
    return door ? { listeners: [door.bind], workers, supply: { listener: door.url } } : { listeners: [], workers };
  }
  const following = followControl(
    {
      ...{ client, log, logLevel, version, own },
      file: join(home, 'snapshot.json'),
      epoch: Date.now().toString(36) + randomBytes(6).toString('hex'),
      async onSettings(settings) {
        try {
          await onSettings(settings);
        } catch (error) {
          if (service) throw error;
          // Without a store or an address it is of no use; the supervisor says so and tries again.
          log.error('supply cannot start', faultFields(error));
          process.exit(1);
        }
      },
      onTraffic: (traffic) => service?.onTraffic(traffic),
      onReached: () => service?.onReached(),
      onEnd: (why) => void stop(why === 'plane_revoked' ? 1 : 0),
    },
    stopping.signal,
  );

  async function stop(code: 0 | 1 = 0): Promise<void> {
    if (ending) return;
    ending = true;
    await service?.close();
    stopping.abort();
    await following;
    process.exit(code);
  }
  onStopSignal(() => void stop());
  followParent(() => void stop());
}
