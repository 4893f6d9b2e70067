import type { ServerResponse } from 'node:http';
import type { GrantRequest, PlaneReport, UsageReport } from '@atlantic/contract/plane.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Call, startControl } from '../fixture/control.ts';
import { createQueue } from '../fixture/queue.ts';
import { CALL_DEADLINE_MS, createPlaneClient, LARGEST_ANSWER, PLANE_REVOKED, STREAM_SILENCE_MS } from './client.ts';
import type { ServerSentEvent } from './sse.ts';

afterEach(() => void vi.useRealTimers());

const digest = 'a'.repeat(64);
const report: UsageReport = { epoch: 'epoch001', slots: [], closed: false };
const state: PlaneReport = {
  epoch: 'epoch001',
  version: '1',
  uptimeSeconds: 1,
  snapshotVersion: null,
  logLevel: 'info',
  draining: false,
  listeners: [],
  workers: [],
};
const amount = { bytes: 1, requests: 1 };
const request: GrantRequest = {
  epoch: 'epoch001',
  sequence: 1,
  kind: 'ask',
  asks: [{ credential: 'c', have: amount, more: amount }],
};
const reply = { grants: [{ credential: 'c', total: amount, state: 'granted', free: { bytes: null, requests: 3 } }] };

/** A client of a control that answers each call with `answer`. */
async function withControl(
  answer: (call: Call, response: ServerResponse) => void,
  use: (client: ReturnType<typeof createPlaneClient>, url: string) => Promise<void>,
) {
  await using control = await startControl(answer);
  await use(createPlaneClient({ url: control.url, token: 'atl_p_test' }), control.url);
}

describe('calls of control', () => {
  it('are what the channel says, authorised, and answered with what control says', async () => {
    const calls: Call[] = [];
    const answers = ['{"a":"ü"}', '{"applied":true}', JSON.stringify(reply), '', '', '', ''];
    await withControl(
      (call, response) => response.end(answers[calls.push(call) - 1]),
      async (client) => {
        expect(await client.part(digest)).toBe('{"a":"ü"}');
        expect(await client.report(report)).toBeUndefined();
        expect(await client.grant(request)).toEqual(reply);
        expect(await client.adopted(7)).toBeUndefined();
        expect(await client.reportState(state)).toBeUndefined();
        expect(await client.acknowledge({ number: 3, obeyed: true })).toBeUndefined();
        expect(await client.offer({ pool: 'public', proxies: [] })).toBeUndefined();
      },
    );
    expect(calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', `/plane/v1/parts/${digest}`, ''],
      ['POST', '/plane/v1/usage', JSON.stringify(report)],
      ['POST', '/plane/v1/grants', JSON.stringify(request)],
      ['POST', '/plane/v1/adopted', '{"version":7}'],
      ['POST', '/plane/v1/report', JSON.stringify(state)],
      ['POST', '/plane/v1/commands/ack', '{"number":3,"obeyed":true}'],
      ['POST', '/plane/v1/supply/offer', '{"pool":"public","proxies":[]}'],
    ]);
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(Array(7).fill('Bearer atl_p_test'));
    expect(calls.map(({ headers }) => headers['content-type'])).toEqual([
      undefined,
      ...Array(6).fill('application/json'),
    ]);
  });

  it('go below the path that control has', async () => {
    const paths: string[] = [];
    await withControl(
      ({ path }, response) => response.end(String(paths.push(path))),
      async (_, url) => void (await createPlaneClient({ url: `${url}/behind/`, token: 't' }).part(digest)),
    );
    expect(paths).toEqual([`/behind/plane/v1/parts/${digest}`]);
  });

  it.each([401, 404, 500, 503])('reject with HTTP %i, without what control wrote', async (status) => {
    await withControl(
      (_, response) => response.writeHead(status).end('a secret'),
      async (client) => {
        const refused = { code: `HTTP_${status}`, message: `control answered ${status}` };
        await expect(client.part(digest)).rejects.toMatchObject(refused);
        await expect(client.report(report)).rejects.toMatchObject(refused);
        await expect(client.follow(() => {}, new AbortController().signal)).rejects.toMatchObject(refused);
      },
    );
  });

  it('know a plane that control has revoked from one it does not know', async () => {
    const answers = [JSON.stringify({ code: 'plane_revoked' }), JSON.stringify({ code: 'other' }), 'x'.repeat(100_000)];
    await withControl(
      (_, response) => response.writeHead(403).end(answers.shift()),
      async (client) => {
        for (const code of [PLANE_REVOKED, 'HTTP_403', 'HTTP_403'])
          await expect(client.part(digest)).rejects.toMatchObject({ code });
      },
    );
  });

  it.each([
    ['what is not JSON', '<html>'],
    ['another shape', '{"applied":false,"grants":{}}'],
    ['nothing', ''],
  ])('reject %s', async (_, text) => {
    await withControl(
      (_call, response) => response.end(text),
      async (client) => {
        await expect(client.report(report)).rejects.toThrow();
        await expect(client.grant(request)).rejects.toThrow();
      },
    );
  });

  it('do not follow a redirect, so that the token stays with control', async () => {
    let calls = 0;
    await withControl(
      (_, response) => {
        calls += 1;
        response.writeHead(307, { location: '/elsewhere' }).end();
      },
      (client) => expect(client.report(report)).rejects.toThrow(),
    );
    expect(calls).toBe(1);
  });

  it('reject an answer without end', async () => {
    const block = Buffer.alloc(LARGEST_ANSWER / 32);
    await withControl(
      (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(block));
        };
        response.on('drain', more);
        more();
      },
      (client) => expect(client.part(digest)).rejects.toThrow(RangeError),
    );
  });

  it.each([
    ['does not answer', () => {}],
    ['stops in the middle', (response: ServerResponse) => void response.write('{"applied":')],
  ])('give up on a control that %s', async (_, begin) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const arrived = Promise.withResolvers<void>();
    await withControl(
      (_call, response) => {
        begin(response);
        arrived.resolve();
      },
      async (client) => {
        const givenUp = vi.fn();
        const failed = expect(client.report(report).finally(givenUp)).rejects.toThrow('control fell silent');
        await arrived.promise;
        vi.advanceTimersByTime(CALL_DEADLINE_MS - 1);
        await new Promise(setImmediate);
        expect(givenUp).not.toHaveBeenCalled();
        vi.advanceTimersByTime(1);
        await failed;
      },
    );
  });

  it('leave no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await withControl(
      (_, response) => response.end('{"applied":true}'),
      async (client) => {
        const before = timers();
        await client.report(report);
        await client.follow(() => {}, new AbortController().signal);
        // Those of tests that ran before may go meanwhile.
        expect(timers()).toBeLessThanOrEqual(before);
      },
    );
  });

  it('reject when nobody listens', async () => {
    let gone = '';
    await withControl(
      () => {},
      async (_, url) => {
        gone = url;
      },
    );
    await expect(createPlaneClient({ url: gone, token: 't' }).report(report)).rejects.toThrow();
  });
});

describe('the stream', () => {
  /** A stream that is open: control's end of it, and what comes out at the plane's. */
  async function withStream(
    use: (
      stream: ServerResponse,
      events: { next(): Promise<ServerSentEvent> },
      ended: Promise<void>,
      stop: () => void,
    ) => Promise<void>,
  ) {
    const streams = createQueue<ServerResponse>();
    await withControl(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        streams.push(response);
      },
      async (client) => {
        const events = createQueue<ServerSentEvent>();
        const stopping = new AbortController();
        const ended = client.follow(events.push, stopping.signal);
        ended.catch(() => {});
        await use(await streams.next(), events, ended, () => stopping.abort());
      },
    );
  }
  const tick = { event: 'tick', data: 'ü' };

  it('hands over events as they come, and resolves when control ends it', async () => {
    await withStream(async (stream, events, ended) => {
      const octets = Buffer.from('event: tick\ndata: ü\n\n');
      const middle = octets.indexOf('ü') + 1;
      stream.write(Buffer.concat([octets, octets.subarray(0, middle)]));
      expect(await events.next()).toEqual(tick);
      stream.end(octets.subarray(middle));
      expect(await events.next()).toEqual(tick);
      await ended;
    });
  });

  it('is dead after 45 seconds of silence, and a comment is not silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await withStream(async (stream, events, ended) => {
      for (let beat = 0; beat < 3; beat += 1) {
        stream.write(':\n\nevent: tick\ndata: ü\n\n');
        await events.next();
        vi.advanceTimersByTime(STREAM_SILENCE_MS - 1);
      }
      vi.advanceTimersByTime(1);
      await expect(ended).rejects.toThrow('control fell silent');
    });
  });

  it('ends when the plane stops', async () => {
    await withStream(async (stream, _, ended, stop) => {
      const closed = new Promise((resolve) => stream.once('close', resolve));
      stop();
      await expect(ended).rejects.toThrow();
      await closed;
    });
  });

  it('is closed when what it says cannot be used', async () => {
    await withControl(
      (_, response) => void response.write('data: 1\n\n'),
      async (client) => {
        const refuse = () => {
          throw new Error('not understood');
        };
        await expect(client.follow(refuse, new AbortController().signal)).rejects.toThrow('not understood');
      },
    );
  });

  it('rejects when control breaks off', async () => {
    await withStream(async (stream, _, ended) => {
      stream.destroy();
      await expect(ended).rejects.toThrow();
    });
  });
});
