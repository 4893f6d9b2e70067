/**
 * Follows control's snapshot: on each manifest it fetches the parts that changed, proves each by its digest and schema,
 * and hands over the whole. While control is away it keeps trying, and what it handed over last stays in force.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Command, commandSchema, type Recall, recallSchema } from '@atlantic/contract/plane.ts';
import { type Manifest, manifestSchema, type PlaneKind } from '@atlantic/contract/snapshot.ts';
import type { PlaneClient } from '../channel/client.ts';
import type { ServerSentEvent } from '../channel/sse.ts';
import { faultFields, type Logger } from '../observe/log.ts';
import type { KeptSnapshot } from './keep.ts';
import { type PartTexts, partNames, readParts } from './parts.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export interface FollowOptions<Kind extends PlaneKind = 'egress'> {
  /** Of the plane: which parts it follows. */
  kind: Kind;
  client: Pick<PlaneClient, 'part' | 'follow'>;
  log: Logger;
  /** What is in force already, from the kept copy. */
  held: KeptSnapshot<Kind> | undefined;
  /** Takes a new snapshot over. When it throws, the snapshot counts as not taken over and comes again. */
  onSnapshot(kept: KeptSnapshot<Kind>): void;
  /** Control confirmed that what is held is current, as part of this version. */
  onUnchanged(version: number): void;
  onRecall(recall: Recall): void;
  onCommand(command: Command): void;
  /** An event of any other name. */
  onOther?(event: ServerSentEvent): void;
  /** A stream is about to be opened; `reopen` ends it, so that the next one begins with what control says now. */
  onAttempt?(reopen: () => void): void;
  /** The stream could not be opened, or broke. */
  onBroken?(error: unknown): void;
  /** Waits before control is called again, or until `signal` aborts. */
  pause?(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const realPause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => {});

/** Parts are fetched again only when their digest changed. */
async function fetchSnapshot<Kind extends PlaneKind>(
  kind: Kind,
  client: FollowOptions['client'],
  manifest: Manifest,
  held: KeptSnapshot<Kind> | undefined,
): Promise<KeptSnapshot<Kind>> {
  const entries = await Promise.all(
    partNames(kind).map(async (name) => {
      const digest = manifest.parts[name];
      if (digest === undefined) throw new Error(`control knows no part ${name}`);
      const text = held?.manifest.parts[name] === digest ? held.texts[name] : await client.part(digest);
      return [name, text] as const;
    }),
  );
  const texts = Object.fromEntries(entries) as PartTexts<Kind>;
  return { manifest, texts, snapshot: readParts(kind, manifest, texts) };
}

/** Follows until `signal` aborts. Never rejects. */
export async function followSnapshot<Kind extends PlaneKind>(
  options: FollowOptions<Kind>,
  signal: AbortSignal,
): Promise<void> {
  const { kind, client, log, pause = realPause } = options;
  let { held } = options;
  let newest: Manifest | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  /** Manifests are dealt with one after another, so that an older one never overtakes a newer. */
  let turn: Promise<void> = Promise.resolve();

  const applyManifest = async (manifest: Manifest) => {
    // One that was overtaken while it waited may name parts that control has dropped.
    if (signal.aborted || manifest !== newest) return;
    if (held && manifest.version < held.manifest.version) {
      log.warn('control offers an older snapshot than the one in force, which stays', { version: manifest.version });
      return;
    }
    if (held && partNames(kind).every((name) => manifest.parts[name] === held?.manifest.parts[name])) {
      held = { ...held, manifest };
      options.onUnchanged(manifest.version);
    } else {
      const fetched = await fetchSnapshot(kind, client, manifest, held);
      if (signal.aborted) return;
      options.onSnapshot(fetched);
      held = fetched;
    }
    // Only now: a control that greets well and serves badly is not to be called ten times a second.
    pauseMs = FIRST_PAUSE_MS;
  };

  while (!signal.aborted) {
    const attempt = new AbortController();
    options.onAttempt?.(() => attempt.abort());
    try {
      await client.follow(
        ({ event, data }) => {
          if (event === 'recall') options.onRecall(recallSchema.parse(JSON.parse(data)));
          if (event === 'command') options.onCommand(commandSchema.parse(JSON.parse(data)));
          if (event !== 'manifest') {
            if (event !== 'recall' && event !== 'command') options.onOther?.({ event, data });
            return;
          }
          const manifest = manifestSchema.parse(JSON.parse(data));
          newest = manifest;
          turn = turn
            .then(() => applyManifest(manifest))
            .catch((error) => {
              log.warn('a snapshot could not be taken over', faultFields(error));
              attempt.abort();
            });
        },
        AbortSignal.any([signal, attempt.signal]),
      );
    } catch (error) {
      if (!signal.aborted) {
        log.debug('the stream from control ended', faultFields(error));
        // One that was ended from here is opened again at once, and says nothing about control.
        if (!attempt.signal.aborted) options.onBroken?.(error);
      }
    }
    await turn;
    if (!signal.aborted) await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
