/** Carries out planned transfers, some beside one another. */
import { within } from '../kit/deadline.ts';
import { type Client, openClient } from './client.ts';
import type { Octets } from './octets.ts';
import type { PlannedTransfer } from './plan.ts';
import { createRandom } from './random.ts';
import type { Stage } from './stage.ts';

export interface Performed {
  readonly planned: PlannedTransfer;
  /** The client's `ADDRESS:PORT`. */
  readonly client: string;
  readonly gatewayPort: number;
  /** What the client counted itself. */
  readonly counted: Octets;
  /** What went otherwise than it should. */
  readonly failure: string | undefined;
}

const BESIDE_ONE_ANOTHER = 24;
const TRANSFER_SECONDS = 40;

async function perform(planned: PlannedTransfer, stage: Stage, client: Client): Promise<string | undefined> {
  const { kind, credential, seed } = planned;
  const known = stage.credentials.get(credential);
  if (!known) return `there is no credential ${credential}`;
  const scene = { credential: known, webOrigin: stage.origins.web.port, tunnelOrigin: stage.origins.tunnel.port };
  const conversation = kind.converse(client, scene, createRandom(seed)).then(() => client.gone);
  try {
    await within(TRANSFER_SECONDS, 'the transfer', conversation);
    return undefined;
  } catch (error) {
    // The conversation goes on failing without anybody listening.
    conversation.catch(() => {});
    client.close();
    await client.gone;
    return `${credential}: ${error instanceof Error ? error.message : error}`;
  }
}

/** All of them, in the order in which their connections began. */
export async function performAll(transfers: readonly PlannedTransfer[], stage: Stage): Promise<Performed[]> {
  const performed: Promise<Performed>[] = [];
  const queue = transfers.values();
  const work = async () => {
    for (const planned of queue) {
      const gatewayPort = stage.doors[planned.kind.door];
      const client = await openClient(gatewayPort, planned.address);
      const one = perform(planned, stage, client).then((failure) => {
        return { planned, client: client.name, gatewayPort, counted: client.counts(), failure };
      });
      performed.push(one);
      await one;
    }
  };
  await Promise.all(Array.from({ length: BESIDE_ONE_ANOTHER }, work));
  return Promise.all(performed);
}
