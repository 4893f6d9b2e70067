import { join } from 'node:path';
import { configSchema } from '@atlantic/contract/config/schema.ts';
import type { ControlReady } from '@atlantic/contract/process.ts';
import { expect, it } from 'vitest';
import { CHILD_TIMING } from './child.ts';
import { controlPlan, egressPlan, type Machine, type PlaneOf, supplyPlan } from './rooms.ts';

const machine = (more: Partial<Machine> = {}): Machine => ({
  config: configSchema.parse({ control: { listen: '0.0.0.0:0' } }),
  data: '/data',
  configFile: '/etc/atlantic.yaml',
  entries: { control: '/control/main.ts', egress: '/egress/main.ts', supply: '/supply/main.ts' },
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
  supplyTokenFile: '/data/supply-token',
};

const outside = {
  PATH: '/bin',
  NODE_COMPILE_CACHE: join('/data', 'compile-cache'),
  ATLANTIC_SECRET: 's',
  ATLANTIC_DATA: '/data',
  ATLANTIC_LOG_LEVEL: 'warn',
};

it('tells control its configuration, and the port it had', () => {
  const { environment } = controlPlan(machine());
  expect(environment(undefined)).toEqual({ ...outside, ATLANTIC_CONFIG: '/etc/atlantic.yaml' });
  expect(environment(controlReady)).toMatchObject({ ATLANTIC_LISTEN: '0.0.0.0:40001' });
  expect(environment({ ...controlReady, url: 'http://127.0.0.1' })).toMatchObject({ ATLANTIC_LISTEN: '0.0.0.0:80' });
  expect(controlPlan(machine({ configFile: undefined })).environment(undefined)).toEqual(outside);
});

const plane = { url: controlReady.url, tokenFile: '/data/plane-token' };
const planOf = (of: PlaneOf = plane, onLast = (_why: string) => {}) =>
  egressPlan(machine(), '/egress/main.ts', of, onLast);

it('has what was compiled kept where the caller keeps it', () => {
  const environment = { NODE_COMPILE_CACHE: '/cache' };
  expect(controlPlan(machine({ environment })).environment(undefined)).toMatchObject(environment);
});

it('tells egress where control is, and the ports it had', () => {
  const { environment } = planOf();
  const always = { ...outside, ATLANTIC_CONTROL: controlReady.url, ATLANTIC_PLANE_TOKEN_FILE: '/data/plane-token' };
  expect(environment(undefined)).toEqual(always);
  const listeners = ['127.0.0.1:1', '[::1]:2'].map((bind) => ({ bind, protocols: ['http' as const] }));
  const former = { kind: 'egress-ready' as const, listeners, workers: [1], drainSeconds: 30 };
  expect(environment(former)).toEqual({ ...always, ATLANTIC_LISTEN: '127.0.0.1:1,[::1]:2' });
});

it('tells egress how control is proved, and what to bind in place of what is configured', () => {
  const { environment } = planOf({ ...plane, ca: '/ca.pem', name: 'control.test', listen: ['[::1]:1', '[::1]:2'] });
  expect(environment(undefined)).toMatchObject({
    ATLANTIC_CA: '/ca.pem',
    ATLANTIC_CONTROL_NAME: 'control.test',
    ATLANTIC_LISTEN_INSTEAD: '[::1]:1,[::1]:2',
  });
});

it('tells supply where control is, and the port it had', () => {
  const { environment, readMessage } = supplyPlan(machine(), {
    ...plane,
    tokenFile: '/data/supply-token',
    ca: '/ca.pem',
  });
  const ready = { kind: 'supply-ready' as const, url: 'http://127.0.0.1:40003', bind: '0.0.0.0:40003' };
  expect(readMessage(ready)).toEqual(ready);
  expect(environment(ready)).toEqual({
    ...outside,
    ATLANTIC_CONTROL: controlReady.url,
    ATLANTIC_PLANE_TOKEN_FILE: '/data/supply-token',
    ATLANTIC_CA: '/ca.pem',
    ATLANTIC_LISTEN: '0.0.0.0:40003',
  });
});

it('hears why egress ends for good', () => {
  const heard: string[] = [];
  const { isLast } = planOf(plane, (why) => heard.push(why));
  expect(isLast?.({ kind: 'egress-ended', why: 'drained' })).toBe(true);
  expect(isLast?.({ kind: 'egress-ended', why: 'bored' })).toBe(false);
  expect(heard).toEqual(['drained']);
});

it('understands the message that a process serves, and no other', () => {
  expect(controlPlan(machine()).readMessage(controlReady)).toEqual(controlReady);
  expect(controlPlan(machine()).readMessage({ kind: 'egress-ready' })).toBeUndefined();
  expect(planOf().readMessage('hello')).toBeUndefined();
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
