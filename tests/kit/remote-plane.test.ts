import { createClient } from '@atlantic/contract/client.ts';
import { expect, it } from 'vitest';
import { startAtlantic } from './atlantic.ts';
import { makeCredential } from './credential.ts';
import { curl } from './curl.ts';
import { temporaryFolder } from './folder.ts';
import { startRemotePlane } from './remote-plane.ts';

it('serves what its control says, with a data directory of its own, and ends', async () => {
  using folder = temporaryFolder('plane');
  await using atlantic = await startAtlantic();
  const { url } = atlantic.ready.control;
  const api = createClient({ url, apiKey: atlantic.ready.apiKey });
  const { user } = await makeCredential(api, 'client');
  const { token } = await api.planes.create('second');
  await using plane = await startRemotePlane({ control: url, token, home: folder.path });
  expect(plane.ready.egress.http).not.toBe(atlantic.ready.egress.http);
  const answer = await curl(['-x', plane.ready.egress.http, '-U', user, 'http://atlantic.status/']);
  expect(answer.status).toBe(200);
  expect(await plane.stop()).toEqual({ code: 0, signal: null });
  expect(plane.output()).toContain('serves as a plane');
});

it('says what it printed when it does not start', async () => {
  using folder = temporaryFolder('plane');
  const options = { control: 'http://127.0.0.1:1', token: 'no token', home: folder.path };
  await expect(startRemotePlane(options)).rejects.toThrow('holds no plane token');
});
