import { describe, expect, it, vi } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { openPair } from '../fixture/pair.ts';
import { answering, connectRaw, startServer } from '../fixture/peer.ts';
import { absolute } from '../fixture/requests.ts';
import { forward } from './forward.ts';
import { Meter } from './meter.ts';

/** Sends one request to an origin that answers `bytes`; gives what the client received when the pattern came. */
async function exchange(bytes: string, pattern: RegExp, request: Parameters<typeof absolute>[1] = {}, end = false) {
  await using origin = await startServer(answering(bytes, { end }));
  await using gateway = await startGateway();
  using client = await connectRaw(gateway.port);
  client.write(absolute(origin.port, request));
  await client.until(pattern);
  return client.received().toString('latin1');
}

describe('forwarding', () => {
  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab', /ab$/, 'Content-Length: 2\r\n\r\nab'],
    [
      'chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n1\r\nb\r\n0\r\nT: v\r\n\r\n',
      /T: v\r\n\r\n$/,
      '1\r\na\r\n1\r\nb\r\n0\r\nT: v\r\n\r\n',
    ],
    ['nothing', 'HTTP/1.1 204 No Content\r\nX: y\r\n\r\n', /\r\n\r\n$/, '204 No Content\r\nX: y\r\n\r\n'],
    [
      '304 with a length',
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
      /\r\n\r\n$/,
      'Content-Length: 9\r\n\r\n',
    ],
    [
      'interim answers',
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz',
      /z$/,
      '103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK',
    ],
  ])('passes an answer framed by %s', async (_name, bytes, pattern, expected) => {
    expect(await exchange(bytes, pattern)).toContain(expected);
  });

  it('turns an answer that ends by closing into chunks for HTTP/1.1 and closes for HTTP/1.0', async () => {
    const bytes = 'HTTP/1.1 200 OK\r\n\r\nto the end';
    expect(await exchange(bytes, /0\r\n\r\n$/, {}, true)).toContain(
      'Transfer-Encoding: chunked\r\n\r\na\r\nto the end\r\n0',
    );
    const old = await exchange(bytes, /to the end$/, { version: '1.0' }, true);
    expect(old).toContain('Connection: close');
    expect(old).not.toContain('chunked');
  });

  it('gives HEAD the length of a body it does not send', async () => {
    const text = await exchange('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n', /\r\n\r\n$/, { method: 'HEAD' });
    expect(text).toContain('Content-Length: 500');
  });

  it.each([
    ['a length', 'Content-Length: 6\r\n', 'upload', 'upload'],
    [
      'chunks',
      'Transfer-Encoding: chunked\r\n',
      '3\r\nupl\r\n3\r\noad\r\n0\r\n\r\n',
      '3\r\nupl\r\n3\r\noad\r\n0\r\n\r\n',
    ],
  ])('passes a request framed by %s', async (_name, headers, body, expected) => {
    let seen = '';
    await using origin = await startServer((socket) => {
      socket.on('data', (chunk) => {
        seen += chunk.toString('latin1');
        if (seen.endsWith(expected)) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port, { method: 'POST', headers, body }));
    await client.until(/200 OK[\s\S]*\r\n\r\n$/);
    expect(seen).toContain(headers);
    expect(seen.endsWith(`\r\n\r\n${expected}`)).toBe(true);
  });

  it('lets 100-continue through and the body after it', async () => {
    await using origin = await startServer((socket) => {
      let seen = '';
      socket.on('data', (chunk) => {
        if (seen === '') socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        seen += chunk.toString('latin1');
        if (seen.endsWith('body')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port, { method: 'PUT', headers: 'Expect: 100-continue\r\nContent-Length: 4\r\n' }));
    await client.until(/100 Continue\r\n\r\n$/);
    client.write('body');
    await client.until(/200 OK/);
  });

  it('becomes a tunnel when the origin switches protocols', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: echo\r\n';
    await using origin = await startServer((socket) => {
      socket.once('data', (head) => {
        expect(head.toString()).toContain(upgrade);
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}\r\nwelcome`);
        socket.on('data', (chunk) => socket.write(chunk));
      });
    });
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port, { headers: upgrade }));
    await client.until(/Upgrade: echo\r\n\r\nwelcome$/);
    client.write('both ways');
    await client.until(/both ways$/);
  });

  it('ends the connection after an answer that came before its request was complete', async () => {
    await using origin = await startServer(answering('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n'));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port, { method: 'POST', headers: 'Content-Length: 1000\r\n', body: 'a part' }));
    await client.until(/413 Too Large/);
    await client.ended();
  });

  it.each([
    ['nothing', '', 'connection_terminated'],
    ['half a head', 'HTTP/1.1 200', 'connection_terminated'],
    ['something that is not HTTP', 'SSH-2.0-x\r\n\r\n', 'response_malformed'],
    [
      'both framings',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'response_malformed',
    ],
    ['a head without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`, 'response_head_too_large'],
  ])('names the fault of an origin that sends %s', async (_name, bytes, code) => {
    expect(await exchange(bytes, /worth retrying: (yes|no)\n$/, {}, true)).toContain(`details="${code}"`);
  });

  it('cuts the client’s answer short when the origin’s was', async () => {
    await using origin = await startServer(
      answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', { end: true }),
    );
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port));
    await client.ended();
    expect(client.received().toString()).toMatch(/Content-Length: 10\r\n\r\nhalf$/);
    expect(gateway.usage('id-alice', true)).toMatchObject({ admitted: 1, failed: 1, ok: 0 });
  });

  it('drops the origin when the client has gone', async () => {
    const ended = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    await using origin = await startServer((socket) => {
      socket.on('end', () => ended.resolve());
      socket.once('data', () => started.resolve());
    });
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port));
    await started.promise;
    client.socket.resetAndDestroy();
    await ended.promise;
  });

  it.each([
    '1.0',
    '1.1',
  ])('gives up on an origin that sends interim answers without end to HTTP/%s', async (version) => {
    const text = await exchange('HTTP/1.1 100 \r\n\r\n'.repeat(20_000), /worth retrying: no\n$/, { version });
    expect(text).toContain('details="response_malformed"');
  });

  it('does not switch protocols for a client that did not ask', async () => {
    let leaked = '';
    await using origin = await startServer((socket) => {
      socket.once('data', () => {
        socket.on('data', (chunk) => {
          leaked += chunk.toString('latin1');
        });
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      });
    });
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port) + absolute(1));
    await client.until(/response_malformed[\s\S]*connection_refused/);
    expect(leaked).toBe('');
  });
});

/** An exchange between two pairs: what the origin says at first, as soon as it has seen the request. */
async function openForward(answer: string) {
  const client = await openPair();
  const origin = await openPair();
  const written = vi.spyOn(client.near, 'write');
  const onAnswer = vi.fn();
  const over = forward({
    downstream: client.near,
    upstream: { connection: origin.near, http: { form: 'origin' } },
    meter: new Meter(client.near),
    head: { method: 'GET', target: 'http://h/', minor: 1, headers: [['Host', 'h']] },
    target: { scheme: 'http', host: 'h', port: 80, path: '/' },
    framing: { kind: 'none' },
    keepAlive: true,
    onAnswer,
    ending: new AbortController().signal,
  });
  await origin.peer.until(/\r\n\r\n$/);
  origin.peer.write(answer);
  return {
    origin: origin.peer,
    over,
    onAnswer,
    writes: () => written.mock.calls.map(([chunks]) => Buffer.concat(chunks).toString('latin1')),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
    },
  };
}

describe('the head of an answer', () => {
  it('goes out together with the octets of the body that came with it', async () => {
    await using exchange = await openForward('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody');
    expect(await exchange.over).toBe(true);
    expect(exchange.writes()).toEqual(['HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody']);
  });

  it('does not wait for a body that comes later', async () => {
    await using exchange = await openForward('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n');
    await vi.waitFor(() => expect(exchange.writes()).toEqual(['HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n']));
    exchange.origin.write('body');
    expect(await exchange.over).toBe(true);
    expect(exchange.writes().at(-1)).toBe('body');
  });

  it('stays unsent when what came with it is broken, so that an error page can be', async () => {
    await using exchange = await openForward('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n');
    await expect(exchange.over).rejects.toMatchObject({ code: 'response_malformed' });
    expect(exchange.onAnswer).not.toHaveBeenCalled();
    expect(exchange.writes()).toEqual([]);
  });
});
