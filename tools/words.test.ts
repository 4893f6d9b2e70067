import { describe, expect, it } from 'vitest';
import { wordProblems } from './words.ts';

const check = (path: string, text = '') =>
  wordProblems([{ path, text }], '/srv/builds/atlantic').map(({ line, sentence }) => `${line} ${sentence}`);

describe('names', () => {
  it.each([
    'kernel/utils.ts',
    'kernel/helpers/a.ts',
    'kernel/index.ts',
    'kernel/pool-manager.ts',
    'a/common.test.ts',
  ])('%s is a drawer', (path) => {
    expect(check(path)).toEqual([expect.stringContaining('says nothing')]);
  });

  it.each(['kernel/pool.ts', 'docs/index.html', 'kernel/commonplace.ts'])('%s is a name', (path) => {
    expect(check(path)).toEqual([]);
  });
});

describe('text', () => {
  it.each([
    '// TODO later',
    '# FIXME',
    'A production-ready gateway.',
    'Blazing fast.',
    'Look in /home/anna/x.',
    'Look in /srv/builds/atlantic/x.',
  ])('finds what is wrong with: %s', (text) => {
    expect(check('docs/a.md', `fine\n${text}\n`)).toEqual([expect.stringMatching(/^2 /)]);
  });

  it.each([
    'Get https://x.test/home/page.',
    'todo',
    'We produce 20 ready lines.',
    '/srv/builds/atlantics',
  ])('finds nothing wrong with: %s', (text) => {
    expect(check('docs/a.md', text)).toEqual([]);
  });
});

describe('vocabulary', () => {
  it.each([
    'const tenant = 1;',
    'a.tenantId',
    'type BackendURL = 1;',
    'const proxy_backends = 1;',
    'healthCheck()',
    'healthcheck()',
    'whitelisted',
  ])('%s holds another word than ours', (code) => {
    expect(check('kernel/a.ts', code)).toEqual([expect.stringContaining('the word is')]);
  });

  it('lets strings, comments and documents use the words of others', () => {
    expect(check('kernel/a.ts', "// the tenant\nconst header = 'x-tenant';")).toEqual([]);
    expect(check('docs/a.md', 'What others call a backend is an endpoint here.')).toEqual([]);
  });
});
