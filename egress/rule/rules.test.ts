import type { RouteRule } from '@atlantic/contract/route-rule.ts';
import { searchable } from '@atlantic/contract/text-pattern.ts';
import { expect, it } from 'vitest';
import { compileRules } from './rules.ts';

const rule = (changes: Partial<RouteRule>) => {
  const [compiled] = compileRules([{ retry: false, escalate: [], ...changes }], (pool) => pool) ?? [];
  if (!compiled) throw new Error('there is one');
  return compiled;
};
const answer = (status: number, headers: [string, string][] = []) => ({
  status,
  reason: '',
  minor: 1 as const,
  headers,
});

it('asks for every condition, and for one of several values', () => {
  const { head } = rule({
    status: [
      [403, 403],
      [500, 599],
    ],
    header: { name: 'cf-mitigated', matches: 'chal*ge' },
  });
  const wall: [string, string][] = [['CF-Mitigated', 'a Challenge']];
  const held = [403, 404, 499, 500, 599].map((status) => head(answer(status, wall), 0));
  expect(held).toEqual([true, false, false, true, true]);
  expect(head(answer(403, [['cf-mitigated', 'none']]), 0)).toBe(false);
  expect(head(answer(403), 0)).toBe(false);
});

it('can ask whether a header is there, and how long the answer took', () => {
  expect(rule({ header: { name: 'x-wall' } }).head(answer(200, [['X-Wall', '']]), 0)).toBe(true);
  const { head } = rule({ slowerThanMs: 100 });
  expect([head(answer(200), 100), head(answer(200), 101)]).toEqual([false, true]);
});

it('looks into the body only where it is told to', () => {
  expect(rule({ status: [[403, 403]] }).body).toBeUndefined();
  const { body } = rule({ body: ['captcha', 'access*denied'] });
  expect(['A CAPTCHA', 'Access is DENIED', 'welcome'].map((text) => body?.(searchable(Buffer.from(text))))).toEqual([
    true,
    true,
    false,
  ]);
});

it('costs nothing where there are none', () => {
  expect([compileRules(undefined, String), compileRules([], String)]).toEqual([undefined, undefined]);
});
