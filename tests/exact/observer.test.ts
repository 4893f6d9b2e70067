import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startEchoServer } from '../kit/echo-server.ts';
import { parseDrops, startObserver } from './observer.ts';

describe('what dumpcap dropped', () => {
  it('is in its last line', () => {
    const said =
      "File: /tmp/x\nPackets captured: 12\nPackets received/dropped on interface 'Loopback: lo': 12/3 (pcap:3/dumpcap:0/flushed:0/ps_ifdrop:0) (80.0%)\n";
    expect(parseDrops(said)).toBe(3);
  });

  it('is not taken for nothing when it is not said', () => {
    expect(() => parseDrops('Capturing on lo')).toThrow('did not say');
  });
});

it('sees what crosses one port and nothing else', async () => {
  await using watched = await startEchoServer();
  await using other = await startEchoServer();
  await using observer = await startObserver(new Set([watched.port]));
  const say = async (port: number, from: { localAddress: string; localPort?: number }) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, ...from });
    socket.end(Buffer.alloc(300_000));
    socket.resume();
    await once(socket, 'close');
  };
  await say(watched.port, { localAddress: '127.0.0.1' });
  await say(other.port, { localAddress: '127.0.0.1' });
  // A client of another server whose own port has the number that is watched.
  await say(other.port, { localAddress: '127.0.0.2', localPort: watched.port });
  const { dropped, connections } = await observer.stop();
  expect(dropped).toBe(0);
  expect(connections).toMatchObject([{ gatewayPort: watched.port, up: 300_000, down: 300_000, end: 'fin', missed: 0 }]);
});
