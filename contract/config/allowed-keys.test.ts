import { expect, it } from 'vitest';
import { allowedKeys } from './allowed-keys.ts';
import type { ConfigPath } from './path.ts';
import { configSchema } from './schema.ts';

const data = { pools: [{ kind: 'direct' }, { kind: 'list' }, { kind: 'other' }], routes: [{ match: {} }] };

it.each<[ConfigPath, string[]]>([
  [[], ['data', 'control', 'egress', 'supply', 'pools', 'routes', 'accounts', 'credentials']],
  [['egress'], ['workers', 'drainSeconds', 'listeners', 'targets', 'dns', 'overload']],
  [
    ['egress', 'listeners', 0],
    ['bind', 'protocols', 'tls', 'proxyProtocol', 'allowFrom', 'credential', 'pool', 'options'],
  ],
  [
    ['pools', 0],
    ['name', 'kind', 'addresses', 'fallback', 'choose', 'retry'],
  ],
  [
    ['pools', 1],
    [
      'name',
      'kind',
      'endpoints',
      'resolve',
      'ca',
      'fallback',
      'choose',
      'health',
      'retry',
      'spares',
      'hedge',
      'concurrencyPerEndpoint',
    ],
  ],
  [['pools', 2], []],
  [
    ['routes', 0, 'match'],
    ['hosts', 'ports', 'credentials', 'protocols'],
  ],
  [['data', 'x'], []],
])('at %j', (path, keys) => {
  expect(allowedKeys(configSchema, data, path)).toEqual(keys);
});
