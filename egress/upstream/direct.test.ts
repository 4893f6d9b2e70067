import { describe, expect, it } from 'vitest';
import { startServer } from '../fixture/peer.ts';
import { compileTargets } from '../target-policy.ts';
import { connectDirect } from './direct.ts';

const ending = new AbortController().signal;
const ports: [number, number][] = [[1, 65535]];
const open = compileTargets({ allowPrivate: true, allow: [], deny: [], ports });
const closed = compileTargets({ allowPrivate: false, allow: [], deny: [], ports });

describe('going out directly', () => {
  it('connects to what the name resolved to, and asks once', async () => {
    await using server = await startServer(() => {});
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return ['127.0.0.1'];
    };
    const target = { host: 'origin.example', port: server.port };
    const upstream = await connectDirect({ target, policy: open, resolve, ending });
    expect(upstream.http).toEqual({ form: 'origin' });
    expect(asked).toEqual(['origin.example']);
    upstream.connection.destroy();
  });

  it('refuses a name that resolves to a private address, even beside a public one', async () => {
    await using server = await startServer(() => {});
    const target = { host: 'rebind.example', port: server.port };
    const resolve = async () => ['8.8.8.8', '127.0.0.1'];
    await expect(connectDirect({ target, policy: closed, resolve, ending })).rejects.toMatchObject({
      code: 'target_denied',
    });
    expect(server.accepted()).toBe(0);
  });
});
