import type { ServerResponse } from 'node:http';
import { PLANE_PATHS } from '@atlantic/contract/plane.ts';
import { type Manifest, PARTS_OF } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it, vi } from 'vitest';
import { createPlaneClient } from '../channel/client.ts';
import type { ServerSentEvent } from '../channel/sse.ts';
import { startControl } from '../fixture/control.ts';
import { readableLog } from '../fixture/log.ts';
import { createQueue } from '../fixture/queue.ts';
import { digestOf, type MadeSnapshot, makeSnapshot } from '../fixture/snapshot.ts';
import { followSnapshot } from './follow.ts';
import type { KeptSnapshot } from './keep.ts';
import { readParts } from './parts.ts';

const pools = (name: string) => ({ pools: [{ name, kind: 'direct', endpoints: [] }] });
const kept = ({ manifest, texts }: MadeSnapshot): KeptSnapshot => ({
  manifest,
  texts,
  snapshot: readParts('egress', manifest, texts),
});
const manifestEvent = (manifest: Manifest) => `event: manifest\ndata: ${JSON.stringify(manifest)}\n\n`;
const recallEvent = (credential: string) => `event: recall\ndata: {"credentials":["${credential}"]}\n\n`;

interface Plane extends AsyncDisposable {
  /** What happened to the plane, in order: `snapshot 3`, `unchanged`, `recall c`, `pause 100`. */
  happens(): Promise<string>;
  /** The plane's next stream, as control holds it. */
  stream(): Promise<ServerResponse>;
  /** Lets control serve `text` under any digest. */
  serve(digest: string, text: string): void;
  /** Lets control serve the parts of a snapshot, and returns the event that names them. */
  publish(snapshot: MadeSnapshot): string;
  /** Digests of parts that were fetched. */
  fetched: string[];
  lines: Record<string, unknown>[];
  /** What happened and was not waited for. */
  rest(): string[];
  stop(): Promise<void>;
}

/** A plane that follows a real control; pauses are noted and take no time. */
async function startPlane(
  options: { held?: KeptSnapshot; onSnapshot?: (kept: KeptSnapshot) => void; holdParts?: Promise<void> } = {},
): Promise<Plane> {
  const happenings = createQueue<string>();
  const streams = createQueue<ServerResponse>();
  const texts = new Map<string, string>();
  const fetched: string[] = [];
  const { log, lines } = readableLog();
  const control = await startControl(async ({ path }, response) => {
    if (path === PLANE_PATHS.stream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      return streams.push(response);
    }
    const digest = path.slice(PLANE_PATHS.parts.length + 1);
    fetched.push(digest);
    await options.holdParts;
    const text = texts.get(digest);
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  const stopping = new AbortController();
  const following = followSnapshot(
    {
      kind: 'egress',
      client: createPlaneClient({ url: control.url, token: 't' }),
      log,
      held: options.held,
      onSnapshot(snapshot) {
        options.onSnapshot?.(snapshot);
        happenings.push(`snapshot ${snapshot.manifest.version} ${snapshot.snapshot.pools.map(({ name }) => name)}`);
      },
      onUnchanged: () => happenings.push('unchanged'),
      onRecall: ({ credentials }) => happenings.push(`recall ${credentials}`),
      onCommand: ({ number, order }) => happenings.push(`command ${number} ${order.kind}`),
      pause: async (milliseconds) => happenings.push(`pause ${milliseconds}`),
    },
    stopping.signal,
  );
  const stop = () => {
    stopping.abort();
    return following;
  };
  return {
    happens: happenings.next,
    stream: streams.next,
    serve: (digest, text) => void texts.set(digest, text),
    publish({ manifest, texts: parts }) {
      for (const text of Object.values(parts)) texts.set(digestOf(text), text);
      return manifestEvent(manifest);
    },
    fetched,
    lines,
    rest: happenings.rest,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await control[Symbol.asyncDispose]();
    },
  };
}

describe('a plane that follows control', () => {
  it('takes over each snapshot, and fetches only the parts that changed', async () => {
    await using plane = await startPlane();
    const stream = await plane.stream();
    const [first, second] = [makeSnapshot(1, pools('a')), makeSnapshot(2, pools('b'))];
    stream.write(plane.publish(first));
    expect(await plane.happens()).toBe('snapshot 1 a');
    expect(new Set(plane.fetched)).toEqual(new Set(Object.values(first.manifest.parts)));
    stream.write(plane.publish(second));
    expect(await plane.happens()).toBe('snapshot 2 b');
    expect(plane.fetched.slice(PARTS_OF.egress.length)).toEqual([second.manifest.parts.pools]);
  });

  it('fetches nothing of what the kept copy holds, and says that it is current', async () => {
    const held = makeSnapshot(5, pools('a'));
    await using plane = await startPlane({ held: kept(held) });
    const stream = await plane.stream();
    stream.write(manifestEvent(held.manifest));
    expect(await plane.happens()).toBe('unchanged');
    expect(plane.fetched).toEqual([]);
  });

  it('hands over commands', async () => {
    await using plane = await startPlane();
    const stream = await plane.stream();
    stream.write('event: command\ndata: {"number":3,"order":{"kind":"drain"}}\n\n');
    expect(await plane.happens()).toBe('command 3 drain');
  });

  it('keeps what it holds when control offers an older snapshot', async () => {
    await using plane = await startPlane({ held: kept(makeSnapshot(5, pools('a'))) });
    const stream = await plane.stream();
    // The parts are those of version 5 again, so that 7 is in force without anything having been fetched.
    stream.write(plane.publish(makeSnapshot(7, pools('a'))));
    expect(await plane.happens()).toBe('unchanged');
    stream.write(plane.publish(makeSnapshot(6, pools('b'))));
    stream.write(recallEvent('c1'));
    expect(await plane.happens()).toBe('recall c1');
    stream.write(plane.publish(makeSnapshot(8, pools('c'))));
    expect(await plane.happens()).toBe('snapshot 8 c');
    expect(plane.lines).toMatchObject([{ level: 'warn', version: 6 }]);
  });

  it('skips what was overtaken while parts were fetched, and ends with the newest', async () => {
    const parts = Promise.withResolvers<void>();
    await using plane = await startPlane({ holdParts: parts.promise });
    const stream = await plane.stream();
    const events = [1, 2, 3].map((version) => plane.publish(makeSnapshot(version, pools(`p${version}`))));
    stream.write(events.join('') + recallEvent('c1'));
    expect(await plane.happens()).toBe('recall c1');
    parts.resolve();
    const seen = [await plane.happens()];
    if (seen[0] !== 'snapshot 3 p3') seen.push(await plane.happens());
    expect(seen.at(-1)).toBe('snapshot 3 p3');
    expect(seen).not.toContain('snapshot 2 p2');
  });

  it('passes recalls on as they come', async () => {
    await using plane = await startPlane();
    (await plane.stream()).write(recallEvent('c1') + recallEvent('c2'));
    expect([await plane.happens(), await plane.happens()]).toEqual(['recall c1', 'recall c2']);
  });

  it('does not know events of later versions, and does not mind them', async () => {
    await using plane = await startPlane();
    (await plane.stream()).write(`event: order\ndata: not JSON\n\n${recallEvent('c1')}`);
    expect(await plane.happens()).toBe('recall c1');
  });
});

describe('when something goes wrong', () => {
  const second = makeSnapshot(2, pools('b'));
  it.each<[string, (plane: Plane) => string]>([
    [
      'a part is not what its digest says',
      (plane) => {
        plane.serve(second.manifest.parts.pools, '[]');
        return manifestEvent(second.manifest);
      },
    ],
    ['a part has another shape', (plane) => plane.publish(makeSnapshot(2, { pools: [{ name: 1 }] }))],
    ['control does not have a part', () => manifestEvent(second.manifest)],
    ['a manifest is not one', () => 'event: manifest\ndata: {"version":2}\n\n'],
    ['an event is not JSON', () => 'event: recall\ndata: {\n\n'],
    ['control goes away', () => ''],
  ])('%s: what is held stays, and control is called less and less often until it is well', async (_, offer) => {
    await using plane = await startPlane();
    const first = await plane.stream();
    first.write(plane.publish(makeSnapshot(1, pools('a'))));
    expect(await plane.happens()).toBe('snapshot 1 a');
    first.end();
    expect(await plane.happens()).toBe('pause 100');
    for (const pause of ['pause 200', 'pause 400', 'pause 800']) {
      const text = offer(plane);
      const stream = await plane.stream();
      if (text === '') stream.destroy();
      else stream.write(text);
      expect(await plane.happens()).toBe(pause);
    }
    const well = await plane.stream();
    well.write(plane.publish(makeSnapshot(3, pools('c'))));
    expect(await plane.happens()).toBe('snapshot 3 c');
    well.end();
    expect(await plane.happens()).toBe('pause 100');
  });

  it('never waits longer than 5 seconds between calls', async () => {
    await using plane = await startPlane();
    const pauses: string[] = [];
    for (let call = 0; call < 8; call += 1) {
      (await plane.stream()).end();
      pauses.push(await plane.happens());
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000].map((pause) => `pause ${pause}`));
  });

  it('offers a snapshot again that could not be taken over', async () => {
    let full = true;
    await using plane = await startPlane({
      onSnapshot() {
        if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
    });
    const event = plane.publish(makeSnapshot(1, pools('a')));
    (await plane.stream()).write(event);
    expect(await plane.happens()).toBe('pause 100');
    expect(plane.lines).toMatchObject([{ level: 'warn', error: 'ENOSPC' }, { level: 'debug' }]);
    full = false;
    (await plane.stream()).write(event);
    expect(await plane.happens()).toBe('snapshot 1 a');
  });
});

describe('a plane that stops', () => {
  it('takes nothing over any more', async () => {
    const parts = Promise.withResolvers<void>();
    await using plane = await startPlane({ holdParts: parts.promise });
    const stream = await plane.stream();
    stream.write(plane.publish(makeSnapshot(1)) + recallEvent('c1'));
    expect(await plane.happens()).toBe('recall c1');
    const stopped = plane.stop();
    parts.resolve();
    await stopped;
    expect(plane.rest()).toEqual([]);
  });

  it('does not wait for its next call', async () => {
    const stopping = new AbortController();
    const client = createPlaneClient({ url: 'http://127.0.0.1:1', token: 't' });
    const { log, lines } = readableLog();
    const nothing = () => {};
    const handlers = { onSnapshot: nothing, onUnchanged: nothing, onRecall: nothing, onCommand: nothing };
    const following = followSnapshot({ kind: 'egress', client, log, held: undefined, ...handlers }, stopping.signal);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    stopping.abort();
    await following;
    expect(lines).toHaveLength(1);
  });

  it('tells why a stream broke, and not when it was told to open another', async () => {
    const opened = createQueue<ServerResponse>();
    await using control = await startControl((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      opened.push(response);
    });
    const client = createPlaneClient({ url: control.url, token: 't' });
    const stopping = new AbortController();
    const broken: unknown[] = [];
    let reopen = () => {};
    const nothing = () => {};
    const handlers = { onSnapshot: nothing, onUnchanged: nothing, onRecall: nothing, onCommand: nothing };
    const own = {
      onAttempt(again: () => void) {
        reopen = again;
      },
      onBroken: (error: unknown) => broken.push(error),
    };
    const rest = { client, log: readableLog().log, held: undefined, pause: async () => {} };
    const following = followSnapshot({ kind: 'egress', ...handlers, ...own, ...rest }, stopping.signal);
    await opened.next();
    reopen();
    const second = await opened.next();
    expect(broken).toEqual([]);
    second.destroy();
    await opened.next();
    expect(broken).toHaveLength(1);
    stopping.abort();
    await following;
  });

  it('hands over events that are for one kind of plane alone', async () => {
    const opened = createQueue<ServerResponse>();
    await using control = await startControl((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      opened.push(response);
    });
    const client = createPlaneClient({ url: control.url, token: 't' });
    const stopping = new AbortController();
    const heard = createQueue<string>();
    const nothing = () => {};
    const handlers = { onSnapshot: nothing, onUnchanged: nothing, onRecall: nothing, onCommand: nothing };
    const onOther = ({ event, data }: ServerSentEvent) => heard.push(`${event} ${data}`);
    const rest = { client, log: readableLog().log, held: undefined, pause: async () => {} };
    const following = followSnapshot({ kind: 'supply', ...handlers, onOther, ...rest }, stopping.signal);
    const stream = await opened.next();
    stream.write('event: recall\ndata: {"credentials":[]}\n\nevent: traffic\ndata: {}\n\n');
    expect(await heard.next()).toBe('traffic {}');
    stopping.abort();
    await following;
  });
});
