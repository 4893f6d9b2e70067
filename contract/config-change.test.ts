import { expect, it } from 'vitest';
import { formatChange } from './config-change.ts';

it.each([
  [{ change: 'added', what: 'listener', name: '127.0.0.1:9090', keys: [] }, '+ listener 127.0.0.1:9090'],
  [{ change: 'changed', what: 'credential', name: 'app', keys: ['secret', 'rate'] }, '~ credential app: secret, rate'],
  [
    {
      change: 'changed',
      what: 'pool',
      name: 'rented',
      keys: ['endpoints', 'fallback'],
      endpoints: { added: 2, removed: 0, changed: 1 },
    },
    '~ pool rented: endpoints (2 added, 1 changed), fallback',
  ],
] as const)('is one line of text: %j', (change, line) => {
  expect(formatChange({ ...change, keys: [...change.keys] })).toBe(line);
});
