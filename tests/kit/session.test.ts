import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './atlantic.ts';
import { createCredential, credentialOf, type TestCredential } from './credential.ts';
import { DOORS, httpPort, socksPort } from './door.ts';
import { freePort } from './port.ts';
import { runSession } from './session.ts';
import { type Transfer, wasCut } from './transfer.ts';
import { startTransferOrigin, type TransferOrigin } from './transfer-origin.ts';
import { untilCounted } from './until-counted.ts';

const peers = new AsyncDisposableStack();
let origin: TransferOrigin;
let atlantic: Atlantic;
let credential: TestCredential;

beforeAll(async () => {
  origin = peers.use(await startTransferOrigin());
  atlantic = peers.use(await startAtlantic({ config: { egress: { targets: { allowPrivate: true } } } }));
  credential = await createCredential(atlantic, 'session');
  await untilCounted(atlantic, origin, await createCredential(atlantic, 'marker'));
});
afterAll(() => peers.disposeAsync());

const transfer = (id: string, change: Partial<Transfer> = {}): Transfer => ({
  id,
  kind: 'down',
  size: 200_000,
  slice: 65_536,
  pauseMs: 0,
  stallMs: 0,
  ...change,
});

describe.each(DOORS)('by $name', ({ name: door }) => {
  const portOf = () => (door === 'SOCKS5' ? socksPort(atlantic) : httpPort(atlantic));
  const run = (who: TestCredential, ...transfers: Transfer[]) =>
    runSession({ door, credential: who, port: portOf(), originPort: origin.port, transfers });

  it('runs transfers one after another and counts them', async () => {
    const [down, up, slow] = [`${door}down`, `${door}up`, `${door}slow`];
    const session = await run(
      credential,
      transfer(down, { stallMs: 20 }),
      transfer(up, { kind: 'up' }),
      transfer(slow, { kind: 'up', slice: 50_000, pauseMs: 5 }),
    );
    expect(session.transfers.map(({ ending }) => ending)).toEqual(['finished', 'finished', 'finished']);
    expect(session.transfers[0]).toMatchObject({ body: 200_000 });
    expect(session.transfers[0]?.received).toBeGreaterThan(200_000);
    expect([origin.arrived(down), origin.arrived(up), origin.arrived(slow)]).toEqual([0, 200_000, 200_000]);
    expect(wasCut(session)).toBe(false);
  });

  it('notes a refusal', async () => {
    const session = await run(credentialOf('wrong', 'nobody', 'atl_c_wrong'), transfer('wrong'));
    expect(origin.arrived('wrong')).toBeUndefined();
    expect(session.transfers.some(({ ending }) => ending === 'finished')).toBe(false);
    const refusal = session.refusal ?? session.transfers[0]?.refusal;
    // RFC 1929 has no reply code: the server says no and closes.
    if (door === 'SOCKS5') expect(wasCut(session)).toBe(true);
    else expect(refusal).toMatchObject({ status: 407 });
  });

  it('notes that nobody listens, which is not a cut', async () => {
    const port = await freePort();
    const session = await runSession({ door, credential, port, originPort: 1, transfers: [transfer('none')] });
    expect(session).toMatchObject({ connected: false, open: false, transfers: [] });
    expect(wasCut(session)).toBe(false);
  });
});
