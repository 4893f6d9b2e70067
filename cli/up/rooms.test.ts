import { configSchema } from '@atlantic/contract/config/schema.ts';
import type { ControlReady } from '@atlantic/contract/process.ts';
import { expect, it } from 'vitest';
import { CHILD_TIMING } from './child.ts';
import { controlPlan, egressPlan, type Machine } from './rooms.ts';

const machine = (more: Partial<Machine> = {}): Machine => ({
  config: configSchema.parse({ control: { listen: '0.0.0.0:0' } }),
  data: '/data',
  configFile: '/etc/atlantic.yaml',
  entries: { control: '/control/main.ts', egress: '/egress/main.ts' },
  logLevel: 'warn',
  environment: { PATH: '/bin', ATLANTIC_API_KEY: 'k', ATLANTIC_CONTROL: 'http://elsewhere', ATLANTIC_SECRET: 's' },
  timing: CHILD_TIMING,
  now: () => 0,
  report: () => {},
  ...more,
});

const controlReady: ControlReady = {
  kind: 'control-ready',
  url: 'http://127.0.0.1:40001',
  apiKeyFile: '/data/api-key',
  firstStart: false,
  demoFile: null,
  planeTokenFile: '/data/plane-token',
};

const outside = { PATH: '/bin', ATLANTIC_SECRET: 's', ATLANTIC_DATA: '/data', ATLANTIC_LOG_LEVEL: 'warn' };

it('tells control its configuration, and the port it had', () => {
  const { environment } = controlPlan(machine());
  expect(environment(undefined)).toEqual({ ...outside, ATLANTIC_CONFIG: '/etc/atlantic.yaml' });
  expect(environment(controlReady)).toMatchObject({ ATLANTIC_LISTEN: '0.0.0.0:40001' });
  expect(environment({ ...controlReady, url: 'http://127.0.0.1' })).toMatchObject({ ATLANTIC_LISTEN: '0.0.0.0:80' });
  expect(controlPlan(machine({ configFile: undefined })).environment(undefined)).toEqual(outside);
});

it('tells egress where control is, and the ports it had', () => {
  const { environment } = egressPlan(machine(), controlReady);
  const always = { ...outside, ATLANTIC_CONTROL: controlReady.url, ATLANTIC_PLANE_TOKEN_FILE: '/data/plane-token' };
  expect(environment(undefined)).toEqual(always);
  const listeners = ['127.0.0.1:1', '[::1]:2'].map((bind) => ({ bind, protocols: ['http' as const] }));
  const former = { kind: 'egress-ready' as const, listeners, workers: [1] };
  expect(environment(former)).toEqual({ ...always, ATLANTIC_LISTEN: '127.0.0.1:1,[::1]:2' });
});

it('understands the message that a process serves, and no other', () => {
  expect(controlPlan(machine()).readMessage(controlReady)).toEqual(controlReady);
  expect(controlPlan(machine()).readMessage({ kind: 'egress-ready' })).toBeUndefined();
  expect(egressPlan(machine(), controlReady).readMessage('hello')).toBeUndefined();
});

it('reports a death, and the life after it once', () => {
  const lines: string[] = [];
  const { onReady, onDeath } = controlPlan(machine({ report: (text) => lines.push(text) }));
  onReady(controlReady);
  onDeath('signal SIGKILL', 250);
  onReady(controlReady);
  onReady(controlReady);
  expect(lines).toEqual([
    'atlantic: control ended with signal SIGKILL; it is started again in 0.25 s.',
    'atlantic: control serves again.',
  ]);
});
