import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { connectRaw, startServer } from '../fixture/peer.ts';
import { connectTo } from '../fixture/requests.ts';
import { LIMITS } from '../limits.ts';
import { ReadBuffer } from './read-buffer.ts';

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

it('mixes no two downloads up, however slowly their clients take them and whoever leaves in between', async () => {
  const bodies = Array.from({ length: 12 }, () => randomBytes(3_000_000));
  let next = 0;
  await using origin = await startServer((socket) => {
    const body = bodies[next % bodies.length] ?? Buffer.alloc(0);
    const head = Buffer.of(next % bodies.length);
    next += 1;
    socket.end(Buffer.concat([head, body]));
  });
  await using gateway = await startGateway();
  const download = async (leave: boolean) => {
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port));
    await client.until(/\r\n\r\n[\s\S]/);
    // Stopping fills the buffers of the kernel, so that part of a write has to wait.
    for (let rest = 0; rest < 5; rest += 1) {
      client.socket.pause();
      for (let turns = 0; turns < 20; turns += 1) await turn();
      client.socket.resume();
      await turn();
    }
    if (leave) return void client.socket.resetAndDestroy();
    client.socket.end();
    await client.ended();
    const received = client.received();
    const at = received.indexOf('\r\n\r\n') + 4;
    const body = bodies[received[at] ?? -1];
    expect(body && received.subarray(at + 1).equals(body)).toBe(true);
  };
  await Promise.all(Array.from({ length: 36 }, (_, index) => download(index % 3 === 0)));
});
