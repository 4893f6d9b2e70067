import { describe, expect, it } from 'vitest';
import { importProblems } from './imports.ts';

const sentences = (path: string, text: string) => importProblems([{ path, text }]).map(({ sentence }) => sentence);
const from = (specifier: string, names = 'x') => `import { ${names} } from '${specifier}';`;

describe('rooms', () => {
  it.each([
    ['contract/a.ts', 'zod'],
    ['contract/a.ts', './b.ts'],
    ['contract/a.ts', 'node:crypto'],
    ['kernel/observe/a.ts', '@atlantic/wire/a.ts'],
    ['egress/phase/a.ts', '@atlantic/kernel/pool/a.ts'],
    ['control/app.ts', '@atlantic/kernel/observe/log.ts'],
    ['egress/phase/a.test.ts', '@atlantic/tests/kit/origin.ts'],
    ['egress/phase/a.test.ts', 'fast-check'],
    ['control/fixture/a.ts', '../app.ts'],
    ['control/fixture/a.ts', 'vitest'],
    ['control/feature/usage/store.test.ts', '../../fixture/a.ts'],
    ['bench/a.ts', '@atlantic/tests/kit/origin.ts'],
    ['vitest.config.ts', 'vitest/config'],
  ])('%s may import %s', (path, specifier) => {
    expect(sentences(path, from(specifier))).toEqual([]);
  });

  it.each([
    ['contract/a.ts', '@atlantic/kernel/a.ts', 'contract may not import kernel/a.ts'],
    ['contract/a.ts', 'fastify', 'contract does not use fastify'],
    ['wire/a.ts', 'node:fs', 'wire does not use node:fs'],
    ['wire/a.ts', '@atlantic/contract/a.ts', 'wire may not import contract/a.ts'],
    ['egress/phase/a.ts', '@atlantic/control/app.ts', 'egress may not import control/app.ts'],
    ['control/app.ts', '@atlantic/kernel/pool/a.ts', 'control may not import kernel/pool/a.ts'],
    ['cli/a.ts', '@atlantic/control/app.ts', 'cli may not import control/app.ts'],
    ['cli/a.test.ts', '@atlantic/control/app.ts', 'cli may not import control/app.ts'],
    ['contract/a.ts', '@atlantic/tests/kit/origin.ts', 'contract may not import tests/kit/origin.ts'],
    ['contract/a.ts', 'vitest', 'contract does not use vitest'],
    ['kernel/a.ts', '../contract/a.ts', 'write imports of another room as @atlantic/contract/a.ts'],
    ['kernel/a.ts', '@atlantic/kernel/b.ts', 'write imports of the own room as relative paths'],
    ['kernel/a.ts', './fixture/b.ts', 'kernel/fixture/b.ts serves tests alone'],
    ['attic/a.ts', 'zod', 'the room attic has no row in tools/import-rules.ts'],
  ])('%s may not import %s', (path, specifier, sentence) => {
    expect(sentences(path, from(specifier))).toContain(sentence);
  });

  it('wants the name of the file in plain text', () => {
    expect(sentences('kernel/a.ts', 'await import(name);')).toEqual(['an import names its file in plain text']);
  });
});

describe('steps', () => {
  it.each([
    ['egress/main.ts', './listener/accept.ts'],
    ['egress/serve.ts', './phase/route.ts'],
    ['egress/phase/connect.ts', '../upstream/direct.ts'],
    ['egress/upstream/direct.ts', '../relay/wire.ts'],
    ['egress/phase/a.test.ts', '../serve.ts'],
  ])('%s reaches down to %s', (path, specifier) => {
    expect(sentences(path, from(specifier))).toEqual([]);
  });

  it.each([
    ['egress/serve.ts', './listener/accept.ts'],
    ['egress/phase/route.ts', '../serve.ts'],
    ['egress/upstream/direct.ts', '../listener/http.ts'],
    ['control/db/open.ts', '../app.ts'],
    ['control/feature/usage/store.ts', '../../plane/usage.ts'],
  ])('%s does not reach up to %s', (path, specifier) => {
    expect(sentences(path, `import type { X } from '${specifier}';`)).toEqual([
      expect.stringContaining('nothing calls back up'),
    ]);
  });

  it('wants a step for each file', () => {
    expect(sentences('egress/attic/a.ts', '')).toEqual([expect.stringContaining('stands on no step')]);
  });
});

describe('control', () => {
  it('keeps features apart', () => {
    expect(sentences('control/feature/usage/routes.ts', from('../credential/store.ts'))).toEqual([
      'feature usage may not import feature credential',
    ]);
  });

  it('lets the plane channel read stores and nothing else of a feature', () => {
    expect(sentences('control/plane/usage.ts', from('../feature/usage/store.ts'))).toEqual([]);
    expect(sentences('control/plane/usage.ts', from('../feature/usage/routes.ts'))).toHaveLength(1);
  });

  it('keeps rules pure', () => {
    expect(sentences('control/feature/usage/rules.ts', from('@atlantic/contract/api.ts'))).toEqual([]);
    expect(sentences('control/feature/usage/rules.ts', from('./store.ts'))).toHaveLength(1);
    expect(sentences('control/plane/grant-rules.ts', from('node:crypto'))).toHaveLength(1);
  });
});

describe('reserved modules', () => {
  it.each([
    ['egress/listener/accept.ts', 'node:net', 'createServer'],
    ['egress/phase/route.ts', 'node:net', 'isIP, BlockList'],
    ['egress/phase/route.test.ts', 'node:net', 'createServer'],
    ['control/main.ts', 'node:net', 'createServer'],
    ['control/start.ts', 'node:net', 'type AddressInfo'],
    ['control/feature/usage/store.ts', 'kysely', 'Kysely'],
    ['control/feature/usage/routes.ts', 'fastify', 'FastifyInstance'],
  ])('%s may import %s { %s }', (path, specifier, names) => {
    expect(sentences(path, from(specifier, names))).toEqual([]);
  });

  it.each([
    ['egress/serve.ts', 'node:net', 'isIP, Socket'],
    ['kernel/pool/a.ts', 'undici', 'fetch'],
    ['control/feature/usage/routes.ts', 'kysely', 'sql'],
    ['kernel/pool/a.ts', 'fastify', 'fastify'],
    ['control/feature/usage/routes.ts', 'node:http', 'request'],
  ])('%s may not import %s { %s }', (path, specifier, names) => {
    expect(sentences(path, from(specifier, names))).toEqual([expect.stringContaining('belong')]);
  });

  it('counts everything taken at once', () => {
    expect(sentences('egress/serve.ts', "import * as net from 'node:net';")).toHaveLength(1);
  });
});

describe('process.env and default exports', () => {
  it('are found out of place, with their line', () => {
    const problems = importProblems([{ path: 'kernel/a.ts', text: '\nexport default process.env.HOME;' }]);
    expect(problems.map(({ line }) => line)).toEqual([2, 2]);
  });

  it.each([
    'egress/main.ts',
    'cli/command/up.ts',
    'contract/config/read.ts',
    'kernel/a.test.ts',
  ])('process.env is read in %s', (path) => {
    expect(sentences(path, 'const home = process.env.HOME;')).toEqual([]);
  });
});
