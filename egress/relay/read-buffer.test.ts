import { randomBytes } from 'node:crypto';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPair, TOO_MUCH } from '../fixture/pair.ts';
import { startServer } from '../fixture/peer.ts';
import { LIMITS } from '../limits.ts';
import { dial } from '../upstream/dial.ts';
import { Meter } from './meter.ts';
import { ReadBuffer } from './read-buffer.ts';
import { tunnel } from './tunnel.ts';

interface Reader {
  reads: ReadBuffer;
  /** Reads so many octets of this value, as Node would. */
  read(bytes: number, value: number): Buffer;
  /** Whether the last chunk was borrowed. */
  borrowed(): boolean;
}

const opened: ReadBuffer[] = [];

function openReader(): Reader {
  const reads = new ReadBuffer();
  opened.push(reads);
  let last: { chunk: Buffer; borrowed: boolean } = { chunk: Buffer.alloc(0), borrowed: false };
  reads.listen((chunk, borrowed) => {
    last = { chunk, borrowed };
    return false;
  });
  let memory = reads.buffer();
  return {
    reads,
    read(bytes, value) {
      memory.fill(value, 0, bytes);
      expect(reads.callback(bytes, memory)).toBe(false);
      memory = reads.buffer();
      return last.chunk;
    },
    borrowed: () => last.borrowed,
  };
}

/** A reader that has a piece of its own. */
function openLarge(): Reader {
  const reader = openReader();
  reader.read(60_000, 1);
  expect(reader.borrowed()).toBe(false);
  return reader;
}

afterEach(() => {
  for (const reads of opened.splice(0)) reads.release(true);
});

describe('what is read', () => {
  it('is a copy where all read into the same memory', () => {
    const [one, two] = [openReader(), openReader()];
    const first = one.read(5, 1);
    two.read(5, 2);
    expect([...first]).toEqual([1, 1, 1, 1, 1]);
    expect([one.borrowed(), two.borrowed()]).toEqual([false, false]);
  });

  it('is borrowed from a larger piece once it fills the shared one, and copied again when the rush is over', () => {
    const reader = openLarge();
    expect(reader.reads.buffer()).toHaveLength(LIMITS.readBuffer);
    const large = reader.read(200_000, 2);
    expect([large.length, reader.borrowed()]).toEqual([200_000, true]);
    const small = reader.read(100, 3);
    expect(reader.borrowed()).toBe(false);
    expect(small.buffer).not.toBe(large.buffer);
    expect(reader.reads.buffer()).toHaveLength(65_536);
  });
});

describe('a piece of memory', () => {
  it('is given on when nobody has borrowed from it any more', () => {
    const one = openLarge();
    const before = one.read(100_000, 1).buffer;
    one.reads.release(true);
    expect(openLarge().read(100_000, 2).buffer).toBe(before);
  });

  it('is given to nobody while somebody may still write from it', () => {
    const one = openLarge();
    const kept = one.read(100_000, 1);
    one.reads.release(false);
    const others = Array.from({ length: LIMITS.readBuffers }, openLarge);
    for (const other of others) expect(other.read(100_000, 2).buffer).not.toBe(kept.buffer);
    expect(kept.every((octet) => octet === 1)).toBe(true);
  });

  it('is one of few: who comes later goes on with copies', () => {
    for (let count = 0; count < LIMITS.readBuffers; count += 1) openLarge();
    const late = openLarge();
    late.read(60_000, 1);
    expect(late.borrowed()).toBe(false);
    opened[0]?.release(true);
    late.read(60_000, 1);
    late.read(60_000, 1);
    expect(late.borrowed()).toBe(true);
  });
});

/** More than the kernel holds between two sockets, and different at every distance that a piece of memory could shift it by. */
const bodyOf = (): Buffer => Buffer.alloc(TOO_MUCH.length, randomBytes(1_000_003));

/** A download of `body` into a client that does not read, up to where part of a write waits for the kernel. */
async function openStuck(body: Buffer) {
  const origin = await startServer((socket) => void socket.end(body));
  const client = await openPair();
  const ending = new AbortController();
  client.peer.socket.pause();
  const upstream = await dial(['127.0.0.1'], origin.port, ending.signal);
  const over = tunnel({ downstream: client.near, upstream, meter: new Meter(client.near), ending: ending.signal });
  over.catch(() => {});
  await vi.waitFor(() => expect(client.near.unaccepted()).toBeGreaterThan(0));
  return {
    ...client,
    over,
    /** Ends the tunnel, and not the client. */
    end: () => ending.abort(new AtlanticError('gateway_draining')),
    async [Symbol.asyncDispose]() {
      upstream.destroy();
      await client[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
    },
  };
}

describe('a client that is slow', () => {
  it('receives its own download, while others receive theirs', async () => {
    const bodies = [bodyOf(), bodyOf(), bodyOf()] as const;
    await using first = await openStuck(bodies[0]);
    await using second = await openStuck(bodies[1]);
    await using third = await openStuck(bodies[2]);
    for (const [at, { peer }] of [first, second, third].entries()) {
      peer.socket.resume();
      await peer.ended();
      expect(bodies[at]?.equals(peer.received())).toBe(true);
    }
  });

  it('receives nothing else when its download is broken off and another begins', async () => {
    const body = bodyOf();
    await using stuck = await openStuck(body);
    stuck.end();
    await expect(stuck.over).rejects.toMatchObject({ code: 'gateway_draining' });
    await using other = await openStuck(bodyOf());
    other.peer.socket.resume();
    await other.peer.ended();
    stuck.near.halfClose();
    stuck.peer.socket.resume();
    await stuck.peer.ended();
    const received = stuck.peer.received();
    expect(received.length).toBeGreaterThan(0);
    expect(body.subarray(0, received.length).equals(received)).toBe(true);
  });
});
