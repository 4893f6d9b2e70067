import { createClient } from '@atlantic/contract/client.ts';
import { expect, it } from 'vitest';
import { startAtlantic } from './atlantic.ts';
import { makeCredential } from './credential.ts';
import { httpPort } from './door.ts';
import { runSession } from './session.ts';
import { startTransferOrigin } from './transfer-origin.ts';
import { untilCounted } from './until-counted.ts';

it('ends when what was moved before stands in the books, and not earlier', async () => {
  await using origin = await startTransferOrigin();
  await using atlantic = await startAtlantic({ config: { egress: { targets: { allowPrivate: true } } } });
  const api = createClient({ url: atlantic.ready.control.url, apiKey: atlantic.ready.apiKey });
  const marker = await makeCredential(api, 'the marker');
  const credential = await makeCredential(api, 'client');
  await untilCounted(atlantic, origin, marker);
  const transfers = [{ id: 'a', kind: 'up', size: 5_000, slice: 5_000, pauseMs: 0, stallMs: 0 }] as const;
  const port = httpPort(atlantic);
  const session = await runSession({ door: 'HTTP', credential, port, originPort: origin.port, transfers });
  await untilCounted(atlantic, origin, marker);
  const [transfer] = session.transfers;
  expect((await api.usage('client')).credentials[0]).toMatchObject({
    requests: 1,
    bytesUp: (transfer?.head ?? 0) + 5_000,
    bytesDown: transfer?.received,
  });
});
