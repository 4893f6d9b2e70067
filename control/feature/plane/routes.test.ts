import { planeCommandSchema, planeListSchema, planeSchema, planeWithTokenSchema } from '@atlantic/contract/api.ts';
import { PLANE_PATHS, type PlaneReport } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';
import { addCredential } from '../../fixture/database.ts';
import { pendingCommands } from '../../plane/command-store.ts';
import { readHoldings } from '../../plane/grant-store.ts';
import { listPlanes } from '../../plane/store.ts';
import { SETTLING_MS } from '../../plugin/auth.ts';

const EPOCH = 'epoch001';
const report: PlaneReport = {
  epoch: EPOCH,
  version: '1',
  uptimeSeconds: 1,
  snapshotVersion: 3,
  logLevel: 'info',
  draining: false,
  listeners: ['127.0.0.1:8080'],
  workers: [{ pid: 1, connections: 2, residentBytes: 3, loopDelayMs: 0.5 }],
};
const counters = { bytesUp: 100, bytesDown: 0, admitted: 1, ok: 1, refused: 0, failed: 0, abandoned: 0 };

async function opened() {
  const application = await testApplication();
  const { call, app, db } = application;
  const made = planeWithTokenSchema.parse((await call('POST', '/api/v1/planes', { name: 'berlin' })).json());
  const headers = { authorization: `Bearer ${made.token}` };
  const send = async (path: string, payload: object) => {
    const { statusCode, payload: text } = await app.inject({ method: 'POST', url: path, headers, payload });
    return { status: statusCode, code: text === '' ? undefined : JSON.parse(text).code };
  };
  const { id: credential } = await addCredential(db, 'alpha', { bytes: 1000, requests: null });
  const more = { bytes: 400, requests: 0 };
  const asks = [{ credential, have: { bytes: 0, requests: 0 }, more }];
  const grant = () => send(PLANE_PATHS.grants, { epoch: EPOCH, sequence: 1, kind: 'ask', asks });
  const key = { credential, pool: 'direct', protocol: 'connect', country: '' };
  const usage = (closed: boolean, epoch = EPOCH) =>
    send(PLANE_PATHS.usage, { epoch, closed, slots: [{ ledger: 'w1', slot: 0, key, counters }] });
  const list = async () => planeListSchema.parse((await call('GET', '/api/v1/planes')).json()).planes;
  const held = async () =>
    (await readHoldings(db, [credential])).map(({ granted, used }) => [granted.bytes, used.bytes]);
  return { ...application, made, send, grant, usage, list, held };
}

describe('/api/v1/planes', () => {
  it('makes a plane that may call, and shows its token once', async () => {
    const { call, made, send, list } = await opened();
    expect(made).toMatchObject({
      name: 'berlin',
      state: 'away',
      local: false,
      report: null,
      token: expect.stringMatching(/^atl_p_/),
    });
    expect(await send(PLANE_PATHS.report, report)).toEqual({ status: 204, code: undefined });
    expect(await list()).toMatchObject([
      { name: 'berlin', report },
      { name: 'local', kind: 'egress', local: true, report: null },
      { name: 'supply', kind: 'supply', local: true, report: null },
    ]);
    const one = await call('GET', '/api/v1/planes/berlin');
    expect(planeSchema.parse(one.json()).report).toEqual(report);
    expect(one.text).not.toContain(made.token);
    expect((await call('POST', '/api/v1/planes', { name: 'berlin' })).status).toBe(409);
    expect((await call('POST', '/api/v1/planes', { name: 'No Name' })).status).toBe(400);
  });

  it('lets a revoked plane settle what it had begun, and nothing else', async () => {
    const { call, grant, usage, send, list, held, streams, publisher, made, db } = await opened();
    await grant();
    expect((await list()).find(({ name }) => name === 'berlin')).toMatchObject({ unsettled: true });
    const id = (await listPlanes(db)).find(({ name }) => name === 'berlin')?.id ?? '';
    const [local, own] = ['local', id].map((plane) => streams.open(plane, publisher.manifest()));
    const revoked = await call('POST', `/api/v1/planes/${made.name}/revoke`, {});
    expect(revoked.json()).toMatchObject({ state: 'revoked', unsettled: true });
    expect([local?.destroyed, own?.destroyed]).toEqual([false, true]);

    for (const [path, body] of [
      [PLANE_PATHS.report, report],
      [PLANE_PATHS.adopted, { version: 1 }],
      [PLANE_PATHS.acknowledge, { number: 1, obeyed: true }],
    ] as const)
      expect([path, await send(path, body)]).toEqual([path, { status: 403, code: 'plane_revoked' }]);
    expect((await grant()).code).toBe('plane_revoked');
    expect((await usage(false, 'epoch002')).code).toBe('plane_revoked');

    expect((await held())[0]?.[1]).toBe(0);
    expect((await usage(false)).status).toBe(200);
    expect((await held())[0]?.[1]).toBe(100);
    expect((await usage(true)).status).toBe(200);
    expect(await held()).toEqual([]);
    expect((await list()).map(({ name }) => name)).toEqual(['local', 'supply']);
    expect((await call('GET', '/api/v1/usage')).json()).toMatchObject({ credentials: [{ total: 100 }] });
  });

  it('keeps what an unsettled plane holds charged after the time to settle, until it is written off', async () => {
    const { call, grant, usage, held, wait } = await opened();
    await grant();
    await call('POST', '/api/v1/planes/berlin/revoke', {});
    wait(SETTLING_MS);
    expect((await usage(true)).code).toBe('plane_revoked');
    expect(await held()).toHaveLength(1);
    const written = await call('POST', '/api/v1/planes/berlin/revoke', { writeOff: true });
    expect(written.json()).toMatchObject({ unsettled: false });
    expect(await held()).toEqual([]);
  });

  it('does not revoke the plane beside control', async () => {
    const { call } = await opened();
    const { status, json } = await call('POST', '/api/v1/planes/local/revoke', {});
    expect([status, json()]).toMatchObject([409, { code: 'plane_is_local' }]);
  });

  it('gives a command, keeps it, and tells what became of it', async () => {
    const { call, send, db } = await opened();
    const order = (order: object, waitSeconds: number) =>
      call('POST', '/api/v1/planes/berlin/commands', { order, waitSeconds });
    const first = planeCommandSchema.parse((await order({ kind: 'drain' }, 0)).json());
    expect(first).toMatchObject({ number: 1, acknowledgedAt: null, obeyed: null });
    const waiting = order({ kind: 'log-level', level: 'debug' }, 10);
    const id = (await listPlanes(db)).find(({ name }) => name === 'berlin')?.id ?? '';
    await expect.poll(async () => (await pendingCommands(db, id)).length).toBe(2);
    const said = { number: 2, obeyed: false, detail: 'not now' };
    expect((await send(PLANE_PATHS.acknowledge, said)).status).toBe(204);
    expect((await waiting).json()).toMatchObject(said);
    expect((await order({ kind: 'dance' }, 0)).status).toBe(400);
  });
});
