import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { PLANE_PATHS } from '@atlantic/contract/plane.ts';
import { type Manifest, manifestSchema, PARTS_OF, partSchemas } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../fixture/application.ts';
import { addCredential } from '../fixture/database.ts';

const EPOCH = 'epoch001';

describe('what a plane serves from', () => {
  it('is noted, and only a version will do', async () => {
    const { planeCall } = await testApplication();
    expect(await planeCall('POST', PLANE_PATHS.adopted, { version: 3 })).toMatchObject({ status: 204, text: '' });
    expect((await planeCall('POST', PLANE_PATHS.adopted, { version: -1 })).status).toBe(400);
  });
});

describe('manifest and parts', () => {
  it('are what the digests say, and unchanged until something changes', async () => {
    const { call, planeCall } = await testApplication();
    const first = await planeCall('GET', PLANE_PATHS.manifest);
    const manifest = manifestSchema.parse(first.json());
    for (const name of PARTS_OF.egress) {
      const { status, text } = await planeCall('GET', `${PLANE_PATHS.parts}/${manifest.parts[name]}`);
      expect(status).toBe(200);
      expect(createHash('sha256').update(text).digest('hex')).toBe(manifest.parts[name]);
      partSchemas[name].parse(JSON.parse(text));
    }

    const tag = String(first.headers.etag);
    for (const header of [tag, `W/${tag}`, `"0", ${tag}`, '*']) {
      const again = await planeCall('GET', PLANE_PATHS.manifest, undefined, { 'if-none-match': header });
      expect([again.status, again.text]).toEqual([304, '']);
    }
    await call('POST', '/api/v1/credentials', { name: 'alpha' });
    const changed = await planeCall('GET', PLANE_PATHS.manifest, undefined, { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(changed.json()).toMatchObject({ version: manifest.version + 1 });
  });

  it('are given to planes of their kind alone', async () => {
    const { planeCall, supplyCall } = await testApplication();
    const { parts } = manifestSchema.parse((await supplyCall('GET', PLANE_PATHS.manifest)).json());
    for (const name of [...PARTS_OF.egress, ...PARTS_OF.supply]) {
      const path = `${PLANE_PATHS.parts}/${parts[name]}`;
      const [egress, supply] = [await planeCall('GET', path), await supplyCall('GET', path)];
      expect([name, egress.status, supply.status]).toEqual(name === 'supply' ? [name, 404, 200] : [name, 200, 404]);
      if (name === 'supply')
        expect(partSchemas.supply.parse(supply.json()).keys[0]).toMatchObject({ role: 'operator' });
    }
    const own = { epoch: EPOCH, sequence: 1, kind: 'ask', asks: [] };
    for (const path of [PLANE_PATHS.usage, PLANE_PATHS.grants, PLANE_PATHS.adopted])
      expect((await supplyCall('POST', path, own)).status).toBe(404);
  });

  it('are not found under another digest, nor under what is no digest', async () => {
    const { planeCall } = await testApplication();
    expect((await planeCall('GET', `${PLANE_PATHS.parts}/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await planeCall('GET', `${PLANE_PATHS.parts}/..%2f..%2fapi-key`)).status).toBe(400);
  });
});

describe('usage and grants', () => {
  const counters = { bytesUp: 3, bytesDown: 4, admitted: 1, ok: 1, refused: 0, failed: 0, abandoned: 0 };

  it('are counted in the API, the metrics and the plane’s last report', async () => {
    const { app, db, call, planeCall } = await testApplication();
    const { id } = await addCredential(db, 'alpha');
    const key = { credential: id, pool: 'direct', protocol: 'connect', country: '' };
    const report = { epoch: EPOCH, closed: false, slots: [{ ledger: 'w1', slot: 0, key, counters }] };
    for (let times = 0; times < 2; times += 1) {
      const { status, json } = await planeCall('POST', PLANE_PATHS.usage, report);
      expect([status, json()]).toEqual([200, { applied: true }]);
    }
    const usage = (await call('GET', '/api/v1/usage')).json();
    expect(usage).toMatchObject({ credentials: [{ name: 'alpha', requests: 1, bytesUp: 3, bytesDown: 4, total: 7 }] });
    const metrics = (await app.inject('/metrics')).payload;
    expect(metrics).toContain('atlantic_bytes_total{direction="down",protocol="connect"} 4\n');
    expect(metrics).toContain('atlantic_requests_total{protocol="connect",outcome="ok"} 1\n');
  });

  it('are refused in another shape, field by field', async () => {
    const { planeCall } = await testApplication();
    const { status, json } = await planeCall('POST', PLANE_PATHS.usage, { epoch: 'X', slots: [], closed: false });
    expect([status, json()]).toMatchObject([400, { code: 'validation_failed', errors: [{ field: 'epoch' }] }]);
    const none = await planeCall('POST', PLANE_PATHS.grants, { epoch: EPOCH, sequence: 1, kind: 'ask', asks: [] });
    expect(none.json()).toMatchObject({ code: 'validation_failed', errors: [{ field: 'asks' }] });
  });

  it('a report of 5000 slots is taken whole', async () => {
    const { planeCall, call, db } = await testApplication();
    const { id } = await addCredential(db, 'alpha');
    const key = { credential: id, pool: 'p'.repeat(60), protocol: 'connect', country: 'NL' };
    const slots = Array.from({ length: 5000 }, (_, slot) => ({ ledger: 'w1', slot, key, counters }));
    expect((await planeCall('POST', PLANE_PATHS.usage, { epoch: EPOCH, closed: false, slots })).status).toBe(200);
    expect((await call('GET', '/api/v1/usage')).json()).toMatchObject({ credentials: [{ total: 35_000 }] });
  });

  it('a plane that must wait makes control ask the others', async () => {
    const { db, planeCall, streams, publisher } = await testApplication();
    const { id } = await addCredential(db, 'alpha', { bytes: 1000, requests: null });
    const follower = streams.open('there', publisher.manifest());
    follower.read();
    const ask = (epoch: string) => ({
      epoch,
      sequence: 1,
      kind: 'ask',
      asks: [{ credential: id, have: { bytes: 0, requests: 0 }, more: { bytes: 1000, requests: 0 } }],
    });
    const first = await planeCall('POST', PLANE_PATHS.grants, ask(EPOCH));
    expect(first.json()).toMatchObject({ grants: [{ total: { bytes: 1000 }, state: 'granted', free: { bytes: 0 } }] });
    expect(follower.read()).toBeNull();
    const second = await planeCall('POST', PLANE_PATHS.grants, ask('epoch002'));
    expect(second.json()).toMatchObject({ grants: [{ total: { bytes: 0 }, state: 'wait' }] });
    expect(String(follower.read())).toBe(`event: recall\ndata: {"credentials":["${id}"]}\n\n`);
  });
});

/** The events of a response, one by one. Comments are passed over. */
function readEvents(response: Response) {
  const chunks = response.body?.pipeThrough(new TextDecoderStream()).values();
  let text = '';
  const more = async () => {
    const { value, done } = (await chunks?.next()) ?? { done: true };
    text += value ?? '';
    return done !== true;
  };
  return {
    async next(): Promise<{ event: string | undefined; data: unknown }> {
      while (!text.includes('\n\n') && (await more()));
      const end = text.indexOf('\n\n');
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      return { event: field('event'), data: JSON.parse(field('data') ?? 'null') };
    },
    /** Everything up to the end of the response. */
    async rest(): Promise<string> {
      while (await more());
      return text;
    },
  };
}

describe('the stream, over a socket', () => {
  it('begins with the manifest, tells each change before its answer, and ends with control', async () => {
    const { app, call, planeToken, streams, publisher } = await testApplication();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}${PLANE_PATHS.stream}`;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${planeToken}` },
      signal: AbortSignal.timeout(5_000),
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = readEvents(response);
    expect(await events.next()).toEqual({ event: 'manifest', data: publisher.manifest() });
    expect(streams.connected()).toEqual(new Set(['local']));

    const before = publisher.manifest();
    await call('POST', '/api/v1/credentials', { name: 'alpha' });
    const { data } = await events.next();
    expect((data as Manifest).version).toBe(before.version + 1);
    await call('PATCH', '/api/v1/credentials/alpha', { quotaBytes: 5 });
    expect((await events.next()).event).toBe('manifest');
    expect((await events.next()).event).toBe('recall');

    const closing = app.close();
    expect(await events.rest()).toBe('');
    await closing;
    expect(streams.connected()).toEqual(new Set());
  });
});
