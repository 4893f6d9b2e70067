import { expect, it } from 'vitest';
import { roomOf, targetOf } from './import-path.ts';

it.each<[specifier: string, target: ReturnType<typeof targetOf>]>([
  ['./b.ts', { kind: 'file', path: 'room/folder/b.ts', relative: true }],
  ['../../other/b.ts', { kind: 'file', path: 'other/b.ts', relative: true }],
  ['@atlantic/contract/config/bind.ts', { kind: 'file', path: 'contract/config/bind.ts', relative: false }],
  ['node:net', { kind: 'builtin', name: 'node:net' }],
  ['zod', { kind: 'package', name: 'zod' }],
  ['zod/v4/core', { kind: 'package', name: 'zod' }],
  ['@fastify/swagger/x.js', { kind: 'package', name: '@fastify/swagger' }],
])('from room/folder/a.ts, %s', (specifier, target) => {
  expect(targetOf('room/folder/a.ts', specifier)).toEqual(target);
});

it('knows a room by the first folder', () => {
  expect([roomOf('contract/config/bind.ts'), roomOf('vitest.config.ts')]).toEqual(['contract', '']);
});
