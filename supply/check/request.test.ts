import { parseJudgeUrl } from '@atlantic/contract/judge-url.ts';
import { createRequestHeadReader } from '@atlantic/wire/http-head.ts';
import { expect, it } from 'vitest';
import { connectRequest, getRequest, judgePath, optionsRequest } from './request.ts';

const LOGIN = { username: 'ann', password: 'pass:word' };
const read = (octets: Buffer) => createRequestHeadReader({ limit: 4_096 }).push(octets);

it.each([
  ['/', 'atlantic', '/TOKEN'],
  ['/below/', 'atlantic', '/below/TOKEN'],
  ['/below', 'atlantic', '/below/TOKEN'],
  ['/azenv.php', 'azenv', '/azenv.php?TOKEN'],
  ['/azenv.php?a=b', 'azenv', '/azenv.php?a=b&TOKEN'],
] as const)('asks %s of a judge as %s: %s', (path, format, asked) =>
  expect(judgePath(path, format, 'TOKEN')).toBe(asked));

it('writes heads that are HTTP', () => {
  const door = { ...parseJudgeUrl('https://[2001:db8::1]/x'), address: '2001:db8::1' };
  expect(read(getRequest('http://judge/x', 'judge', LOGIN))).toMatchObject({
    state: 'head',
    head: { method: 'GET', headers: expect.arrayContaining([['Proxy-Authorization', 'Basic YW5uOnBhc3M6d29yZA==']]) },
  });
  expect(read(connectRequest(door as never, LOGIN))).toMatchObject({
    state: 'head',
    head: { method: 'CONNECT', target: '[2001:db8::1]:443' },
  });
  expect(read(optionsRequest())).toMatchObject({ state: 'head', head: { method: 'OPTIONS', target: '*' } });
});

it('tells nobody a login that was not given', () => {
  expect(getRequest('/x', 'judge').toString()).not.toContain('Proxy-');
});
