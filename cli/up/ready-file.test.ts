import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlReady, type EgressReady, readyFileSchema, type SupplyReady } from '@atlantic/contract/process.ts';
import { afterAll, expect, it } from 'vitest';
import { readyFile } from './ready-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-ready-'));
afterAll(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, 'api-key'), 'atl_k_x\n');
writeFileSync(join(directory, 'demo'), 'demo:atl_c_a:b\n');

const control: ControlReady = {
  kind: 'control-ready',
  url: 'http://127.0.0.1:8082',
  apiKeyFile: join(directory, 'api-key'),
  firstStart: true,
  demoFile: join(directory, 'demo'),
  planeTokenFile: join(directory, 'plane-token'),
  supplyTokenFile: join(directory, 'supply-token'),
};
const egress: EgressReady = {
  kind: 'egress-ready',
  listeners: [{ bind: '127.0.0.1:8080', protocols: ['http', 'socks5'] }],
  workers: [11, 12],
  drainSeconds: 30,
};

const supply: SupplyReady = { kind: 'supply-ready', url: 'http://127.0.0.1:8083', bind: '127.0.0.1:8083' };

it('has addresses, key, credential and processes, in the agreed shape', () => {
  const file = readyFile({ control, egress, supply, pids: { control: 10, supply: 13 } });
  expect(file).toEqual({
    control: { url: 'http://127.0.0.1:8082' },
    egress: { http: 'http://127.0.0.1:8080', socks5: 'socks5h://127.0.0.1:8080' },
    supply: { url: 'http://127.0.0.1:8083' },
    apiKey: 'atl_k_x',
    credential: { username: 'demo', secret: 'atl_c_a:b' },
    pids: { supervisor: process.pid, control: 10, egress: [11, 12], supply: 13 },
  });
  expect(readyFileSchema.parse(file)).toEqual(file);
});

it('has no credential once the demo one is gone, and no supply where none runs', () => {
  const pids = { control: 10, supply: undefined };
  const file = readyFile({ control: { ...control, demoFile: null }, egress, supply: undefined, pids });
  expect(file).toMatchObject({ credential: null, supply: null, pids: { supply: null } });
});
