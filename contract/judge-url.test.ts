import { expect, it } from 'vitest';
import { judgeUrlProblem, parseJudgeUrl } from './judge-url.ts';

it.each([
  ['https://judge.example', { tls: true, host: 'judge.example', port: 443, authority: 'judge.example', path: '/' }],
  [
    'http://Judge.Example:8080/ip?form=json#top',
    { tls: false, host: 'judge.example', port: 8080, authority: 'judge.example:8080', path: '/ip?form=json' },
  ],
  ['http://[2001:db8::1]/', { tls: false, host: '2001:db8::1', port: 80, authority: '[2001:db8::1]', path: '/' }],
])('reads %s', (text, url) => {
  expect(parseJudgeUrl(text)).toEqual(url);
  expect(judgeUrlProblem(text)).toBeUndefined();
});

it.each([
  'judge.example',
  'ftp://judge.example/',
  'http://anna:hush@judge.example/',
  'http://',
  'http://h:0/',
  'http://h:x/',
])('refuses %s', (text) => expect(judgeUrlProblem(text)).toMatch(/^must be http:/));
