import { describe, expect, it } from 'vitest';
import { formatProblem, listed, shownValue } from './problem.ts';

describe('formatProblem', () => {
  it('names file, line, key, value, what is allowed and what was meant', () => {
    expect(
      formatProblem({
        file: 'atlantic.yaml',
        line: 12,
        key: 'egress.listeners[0].protocols[1]',
        value: 'sock5',
        message: 'is not one of http, socks5',
        allowed: ['http', 'socks5'],
        nearest: 'socks5',
      }),
    ).toBe(
      'atlantic.yaml:12: egress.listeners[0].protocols[1]: "sock5" is not one of http, socks5. Did you mean "socks5"?',
    );
  });

  it('leaves out what is not known', () => {
    expect(formatProblem({ file: 'a.yaml', line: undefined, key: '', value: undefined, message: 'is not YAML' })).toBe(
      'a.yaml: is not YAML.',
    );
  });

  it('cuts long values', () => {
    const text = formatProblem({ file: 'a', line: 1, key: 'data', value: 'x'.repeat(5000), message: 'is long' });
    expect(text.length).toBeLessThan(120);
  });
});

describe('shownValue', () => {
  it.each([
    [['egress', 'workers'], 'two', 'two'],
    [['egress', 'workers'], 900, 900],
    [['control'], null, null],
    [['pools'], ['http://u:p@h:1'], undefined],
    [['pools'], { secret: 'x' }, undefined],
    [['credentials', 0, 'secret'], 'correct horse', '[hidden]'],
    [['credentials', 0, 'secret'], 12345678, '[hidden]'],
    [['credentials', 0, 'secret'], 'env:SECRET', 'env:SECRET'],
    [['pools', 0, 'password'], 'correct horse', '[hidden]'],
    [['pools', 0, 'username'], 'env:OXY_USER', 'env:OXY_USER'],
    [['login', 'username'], 'customer-{username}', 'customer-{username}'],
    [['pools', 0, 'endpoints', 0], 'http://user:pass@host:99999', 'http://***@host:99999'],
    [['pools', 0, 'endpoints', 0], 'http://u:p@ss@host:1', 'http://***@host:1'],
    [['pools', 0, 'endpoints', 0], 'socks5://host', 'socks5://host'],
    [['pools', 0, 'endpoints', 0], 'user:pass@host:1', '[hidden]'],
    [['pools', 0, 'endpoints', 0], 'host:1:user:pass', '[hidden]'],
    [['pools', 0, 'endpoints'], 'host:1:user:pass', '[hidden]'],
  ])('%j %j is shown as %j', (path, value, shown) => {
    expect(shownValue(path, value)).toEqual(shown);
  });
});

it('lists at most twenty names', () => {
  expect(listed(['a', 'b'])).toBe('a, b');
  expect(listed(Array.from({ length: 23 }, (_, n) => String(n)))).toMatch(/19 and 3 more$/);
});
