import { describe, expect, it } from 'vitest';
import { type Lockfile, lockProblems, pruned, unresolvedOptionals } from './lock.ts';

const lockOf = (packages: Lockfile['packages']): Lockfile => ({ lockfileVersion: 3, packages });
const MANIFESTS = [
  { folder: '', workspaces: ['room'] },
  { folder: 'room', dependencies: { a: '1.0.0' } },
];
const GOOD: Lockfile['packages'] = {
  '': {},
  room: { dependencies: { a: '1.0.0' } },
  'node_modules/@atlantic/room': { resolved: 'room', link: true },
  'node_modules/a': { version: '1.0.0', dependencies: { b: '^2.0.0' } },
  'node_modules/a/node_modules/b': { version: '2.0.0' },
};
const problemsOf = (changes: Lockfile['packages']) => lockProblems(lockOf({ ...GOOD, ...changes }), MANIFESTS);

describe('lockProblems', () => {
  it('has none with a lockfile that holds everything', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Lockfile['packages'], string]>([
    [
      'another version',
      { room: { dependencies: { a: '2.0.0' } } },
      'room: a differs from its package.json: run npm install',
    ],
    [
      'a dependency too many',
      { '': { devDependencies: { a: '1' } } },
      'the root: a differs from its package.json: run npm install',
    ],
    [
      'a dependency that is not held',
      { 'node_modules/a/node_modules/b': {}, 'node_modules/c': { dependencies: { b: '1' } } },
      'node_modules/c needs b, which the lockfile does not hold: run npm install',
    ],
    [
      'an optional dependency that is not held',
      { 'node_modules/c': { optionalDependencies: { 'c-plan9': '1' } } },
      'node_modules/c names c-plan9, which the lockfile does not hold: run npm run lock:prune',
    ],
    [
      'an address of one machine',
      { 'node_modules/c': { resolved: 'http://127.0.0.1:4873/c.tgz' } },
      'node_modules/c comes from an address of its own',
    ],
    ['an install script', { 'node_modules/c': { hasInstallScript: true } }, 'node_modules/c runs an install script'],
    [
      'an unlinked workspace',
      { 'node_modules/@atlantic/room': {} },
      'the workspace room is not linked: run npm install',
    ],
  ])('finds %s', (_, changes, sentence) => {
    expect(problemsOf(changes)).toEqual([sentence]);
  });

  it('finds a workspace that was never installed', () => {
    const problems = lockProblems(lockOf({ '': {} }), [{ folder: 'room' }]);
    expect(problems).toEqual(['room is missing: run npm install']);
  });

  it('accepts the public registry', () => {
    expect(problemsOf({ 'node_modules/c': { resolved: 'https://registry.npmjs.org/c/-/c-1.0.0.tgz' } })).toEqual([]);
  });
});

describe('pruned', () => {
  const lock = lockOf({
    'node_modules/a': { optionalDependencies: { gone: '1', kept: '1' } },
    'node_modules/b': { optionalDependencies: { gone: '1' } },
    'node_modules/c': { optionalDependencies: { inner: '1' } },
    'node_modules/c/node_modules/inner': {},
    'node_modules/kept': {},
  });

  it('drops what the lockfile does not hold and keeps the rest, near or at the top', () => {
    expect(pruned(lock).packages).toEqual({
      'node_modules/a': { optionalDependencies: { kept: '1' } },
      'node_modules/b': {},
      'node_modules/c': { optionalDependencies: { inner: '1' } },
      'node_modules/c/node_modules/inner': {},
      'node_modules/kept': {},
    });
  });

  it('leaves its argument as it was and nothing to prune', () => {
    expect(unresolvedOptionals(pruned(lock))).toEqual([]);
    expect(unresolvedOptionals(lock)).toEqual([
      { at: 'node_modules/a', name: 'gone' },
      { at: 'node_modules/b', name: 'gone' },
    ]);
  });
});
