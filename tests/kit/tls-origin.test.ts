import { expect, it } from 'vitest';
import { bodyOf } from './body.ts';
import { curl } from './curl.ts';
import { startTlsOrigin } from './tls-origin.ts';

it('is trusted by whoever has its certificate, and by nobody else', async () => {
  await using origin = await startTlsOrigin();
  const trusted = await curl(['--cacert', origin.certificateFile, `${origin.url}/bytes/1000`]);
  expect(trusted).toMatchObject({ code: 0, status: 200 });
  expect(trusted.stdout.equals(bodyOf(1000))).toBe(true);
  expect(await curl([`${origin.url}/bytes/1000`])).toMatchObject({ code: 60 });
  expect(origin.counts.requests).toBe(1);
});
