import type { Readable } from 'node:stream';
import type { Manifest } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { createPlaneStreams, MOST_STREAMS, MOST_WAITING } from './streams.ts';

const digest = 'a'.repeat(64);
const manifest = (version: number): Manifest => ({
  version,
  parts: { egress: digest, accounts: digest, credentials: digest, pools: digest, routes: digest },
});
const eventOf = (version: number): string => `event: manifest\ndata: ${JSON.stringify(manifest(version))}\n\n`;

function opened(isSilent: (plane: string) => boolean = () => false) {
  const timers: { milliseconds: number; run: () => void; stopped: boolean }[] = [];
  const streams = createPlaneStreams((milliseconds, run) => {
    const timer = { milliseconds, run, stopped: false };
    timers.push(timer);
    return () => {
      timer.stopped = true;
    };
  }, isSilent);
  return { streams, timer: timers[0] };
}

const read = (stream: Readable): string => String(stream.read() ?? '');
const closed = (stream: Readable): Promise<void> => new Promise((resolve) => stream.once('close', resolve));

describe('plane streams', () => {
  it('hold a conversation', () => {
    const { streams, timer } = opened();
    const stream = streams.open('here', manifest(7));
    expect(read(stream)).toBe(eventOf(7));
    streams.announce(manifest(8));
    expect(read(stream)).toBe(eventOf(8));
    streams.recall(['c1', 'c2']);
    expect(read(stream)).toBe('event: recall\ndata: {"credentials":["c1","c2"]}\n\n');
    expect(timer?.milliseconds).toBe(15_000);
    timer?.run();
    expect(read(stream)).toBe(':\n\n');
  });

  it('tell planes of a kind what is for them', () => {
    const { streams } = opened();
    const [egress, supply] = [streams.open('here', manifest(1)), streams.open('supply', manifest(1), 'supply')];
    for (const stream of [egress, supply]) read(stream);
    streams.recall(['c1']);
    expect(read(supply)).toBe('');
    streams.traffic({ epoch: 'epoch001', endpoints: [] });
    expect(read(supply)).toBe('event: traffic\ndata: {"epoch":"epoch001","endpoints":[]}\n\n');
    expect(read(egress)).toBe('event: recall\ndata: {"credentials":["c1"]}\n\n');
    expect([streams.connected('egress'), streams.connected('supply')]).toEqual([
      new Set(['here']),
      new Set(['supply']),
    ]);
  });

  it('carry a command to the plane it is for', () => {
    const { streams } = opened();
    const [here, there] = [streams.open('here', manifest(1)), streams.open('there', manifest(1))];
    for (const stream of [here, there]) read(stream);
    streams.command('here', { number: 3, order: { kind: 'drain' } });
    expect(read(here)).toBe('event: command\ndata: {"number":3,"order":{"kind":"drain"}}\n\n');
    expect(read(there)).toBe('');
  });

  it('end at once for a plane that is disconnected', async () => {
    const { streams } = opened();
    const [here, there] = [streams.open('here', manifest(1)), streams.open('there', manifest(1))];
    const gone = closed(here);
    streams.disconnect('here');
    expect(streams.connected()).toEqual(new Set(['there']));
    await gone;
    expect(there.destroyed).toBe(false);
  });

  it('are dropped when the plane behind them fell silent', async () => {
    const { streams, timer } = opened((plane) => plane === 'lost');
    const [lost, here] = [streams.open('lost', manifest(1)), streams.open('here', manifest(1))];
    const gone = closed(lost);
    timer?.run();
    await gone;
    expect([here.destroyed, [...streams.connected()]]).toEqual([false, ['here']]);
  });

  it('know who follows', async () => {
    const { streams } = opened();
    const [first, second] = [streams.open('here', manifest(1)), streams.open('here', manifest(1))];
    streams.open('there', manifest(1));
    expect(streams.connected()).toEqual(new Set(['here', 'there']));
    first.destroy();
    await closed(first);
    expect(streams.connected().has('here')).toBe(true);
    second.destroy();
    await closed(second);
    expect(streams.connected()).toEqual(new Set(['there']));
  });

  it('drop a plane that does not read, and go on with the others', async () => {
    const { streams } = opened();
    const [slow, quick] = [streams.open('slow', manifest(1)), streams.open('quick', manifest(1))];
    read(quick);
    const events = Math.ceil(MOST_WAITING / eventOf(2).length) + 1;
    for (let event = 0; event < events && !slow.destroyed; event += 1) {
      streams.announce(manifest(2));
      expect(read(quick)).toBe(eventOf(2));
    }
    expect(slow.destroyed).toBe(true);
    await closed(slow);
    expect(streams.connected()).toEqual(new Set(['quick']));
  });

  it('are at most 64', async () => {
    const { streams } = opened();
    const all = Array.from({ length: MOST_STREAMS }, () => streams.open('here', manifest(1)));
    expect(() => streams.open('here', manifest(1))).toThrow(expect.objectContaining({ code: 'gateway_overloaded' }));
    all[0]?.destroy();
    if (all[0]) await closed(all[0]);
    expect(read(streams.open('here', manifest(1)))).toBe(eventOf(1));
  });

  it('end when control closes', async () => {
    const { streams, timer } = opened();
    const stream = streams.open('here', manifest(1));
    streams.close();
    streams.close();
    expect(timer?.stopped).toBe(true);
    let text = '';
    for await (const chunk of stream) text += chunk;
    expect(text).toBe(eventOf(1));
    expect(() => streams.open('here', manifest(1))).toThrow(expect.objectContaining({ code: 'gateway_overloaded' }));
  });
});
