import { newSessionSchema, sessionOrderSchema, sessionPageSchema } from '@atlantic/contract/api-session.ts';
import { PLANE_PATHS, type PlaneReport } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';
import { addCredential } from '../../fixture/database.ts';
import { pendingCommands } from '../../plane/command-store.ts';

const YAML = `
pools: [{ name: rented, kind: list, endpoints: ['http://proxy.example:3128'] }]
routes: [{ pool: rented }]`;

const report: PlaneReport = {
  epoch: 'epoch001',
  version: '1',
  uptimeSeconds: 1,
  snapshotVersion: 3,
  logLevel: 'info',
  draining: false,
  listeners: ['127.0.0.1:9090'],
  workers: [],
};

async function opened() {
  const application = await testApplication(YAML);
  const { id } = await addCredential(application.db, 'shop');
  return { ...application, credential: id };
}

describe('/api/v1/sessions', () => {
  it('names a session, and says how it is used', async () => {
    const { call, planeCall } = await opened();
    await planeCall('POST', PLANE_PATHS.report, report);
    const made = await call('POST', '/api/v1/sessions', { credential: 'shop', options: { lifetime: 10 } });
    const session = newSessionSchema.parse(made.json());
    expect(session.session).toMatch(/^[0-9a-z]{12}$/);
    expect(session.username).toBe(`shop-session-${session.session}-lifetime-10`);
    expect(session.curl).toContain('-x http://127.0.0.1:9090 ');
    const codes = [{ credential: 'nobody' }, { credential: 'shop', session: 'a b' }, { credential: 'shop', x: 1 }];
    expect(await Promise.all(codes.map(async (body) => (await call('POST', '/api/v1/sessions', body)).status))).toEqual(
      [404, 400, 400],
    );
  });

  it('lists what planes have told', async () => {
    const { call, planeCall, credential } = await opened();
    const one = { credential, session: 'cart', pool: 'rented', exit: 'e', since: 0, usedAt: 5, requests: 7 };
    await planeCall('POST', PLANE_PATHS.report, { ...report, sessions: { changed: [one], gone: [] } });
    const page = sessionPageSchema.parse((await call('GET', '/api/v1/sessions?credential=shop')).json());
    expect(page.sessions).toMatchObject([{ id: 'shop:cart', plane: 'local', exit: 'e', requests: 7 }]);
    const gone = { changed: [], gone: [{ credential, session: 'cart' }] };
    await planeCall('POST', PLANE_PATHS.report, { ...report, sessions: gone });
    expect((await call('GET', '/api/v1/sessions')).json()).toEqual({ sessions: [], next: null });
    expect((await call('GET', '/api/v1/sessions?credential=nobody')).status).toBe(404);
  });

  it.each([
    ['POST', '/rotate', { kind: 'rotate-session', life: expect.any(Number) }],
    ['DELETE', '', { kind: 'end-session' }],
  ] as const)('%s tells every plane, and waits until it holds', async (method, path, order) => {
    const { call, planeCall, db, credential } = await opened();
    const asked = call(method, `/api/v1/sessions/${encodeURIComponent('shop:cart')}${path}`);
    await expect.poll(async () => (await pendingCommands(db, 'local')).length).toBe(1);
    const [command] = await pendingCommands(db, 'local');
    expect(JSON.parse(command?.order ?? '')).toEqual({ ...order, credential, session: 'cart' });
    await planeCall('POST', PLANE_PATHS.acknowledge, { number: command?.number, obeyed: true });
    const answer = sessionOrderSchema.parse((await asked).json());
    expect(answer).toEqual({ id: 'shop:cart', done: true, planes: [{ plane: 'local', state: 'done', detail: null }] });
    expect((await call(method, `/api/v1/sessions/nobody:cart${path}`)).status).toBe(404);
    expect((await call(method, `/api/v1/sessions/cart${path}`)).status).toBe(404);
  });
});
