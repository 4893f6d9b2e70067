import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatProblem } from './problem.ts';
import { readConfig, readConfigFile } from './read.ts';
import { configSchema } from './schema.ts';

const read = (text: string) => readConfig(text, 'atlantic.yaml', {});
const problems = (text: string) => read(text).problems.map(formatProblem);
const configOf = (text: string) => {
  const result = read(text);
  if (!('config' in result)) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result;
};

describe('a good configuration', () => {
  it('is the defaults when the file is empty', () => {
    expect(configOf('').config).toEqual(configSchema.parse({}));
  });

  it('knows where its keys stand', () => {
    const { lineOf } = configOf('egress:\n  listeners:\n    - bind: 127.0.0.1:9\n');
    expect(lineOf(['egress', 'listeners', 0, 'bind'])).toBe(3);
    expect(lineOf(['control', 'listen'])).toBeUndefined();
  });

  it('has the pool direct without declaring it', () => {
    const { config } = configOf(`
pools: [{ name: up, kind: list, endpoints: ["http://127.0.0.1:3128"] }]
routes: [{ match: { hosts: ["*.example.com"] }, pool: up }, { pool: direct }]
`);
    expect(config.pools.map(({ name }) => name)).toEqual(['up', 'direct']);
  });

  it('takes endpoints with and without what is known of them', () => {
    const { config } = configOf(`
pools:
  - name: up
    kind: list
    endpoints: ["http://a.example:1", { url: "http://b.example:1", weight: 0.5, country: US, city: New York, asn: AS64500 }]
routes: [{ pool: up }]
`);
    expect(config.pools[0]).toMatchObject({
      endpoints: ['http://a.example:1', { url: 'http://b.example:1', weight: 0.5, city: 'New York' }],
    });
  });

  it('keeps secrets as references', () => {
    const result = readConfig('credentials: [{ name: a, secret: "env:S" }]', 'a.yaml', { S: '0123456789abcdef' });
    expect(result).toMatchObject({ config: { credentials: [{ secret: 'env:S' }] } });
  });
});

describe('a bad configuration', () => {
  it('names every problem at once, in the order of the file', () => {
    const text = `dat: here
egress:
  workerz: 2
  drainSeconds: soon
  listeners:
    - bind: 127.0.0.1
      protocols: [http, sock5]
pools:
  - name: Up
    kind: lst
    endpoints: ["socks9://u:hunter2@h:1"]
routes:
  - pool: dircet
  - pool: direct
credentials:
  - name: a
    secret: hunter2
  - name: a
    secret: env:NOPE
    quotaBytes: 1GB
`;
    expect(problems(text)).toEqual([
      'atlantic.yaml:1: dat: is not a key here; the keys are data, control, egress, supply, pools, routes, accounts, credentials. Did you mean "data"?',
      'atlantic.yaml:3: egress.workerz: is not a key here; the keys are workers, drainSeconds, listeners, targets, dns, overload. Did you mean "workers"?',
      'atlantic.yaml:4: egress.drainSeconds: "soon" must be a number.',
      'atlantic.yaml:6: egress.listeners[0].bind: "127.0.0.1" must be HOST:PORT, for example 127.0.0.1:8080 or [::1]:8080.',
      'atlantic.yaml:7: egress.listeners[0].protocols[1]: "sock5" is not one of http, socks5. Did you mean "socks5"?',
      'atlantic.yaml:9: pools[0].name: "Up" must be 1 to 63 lower-case letters, digits, dashes or underscores.',
      'atlantic.yaml:10: pools[0].kind: "lst" is not one of direct, provider, supply, list. Did you mean "list"?',
      'atlantic.yaml:11: pools[0].endpoints[0]: "socks9://***@h:1" is of the kind socks9; the kinds of endpoint are http, https, socks4, socks4a, socks5, socks5h.',
      'atlantic.yaml:13: routes[0].pool: "dircet" is not the name of a pool; there are Up, direct. Did you mean "direct"?',
      'atlantic.yaml:14: routes[1]: is never reached, because routes[0] (line 13) matches everything; put that one last.',
      'atlantic.yaml:17: credentials[0].secret: [hidden] is a secret shorter than 16 characters.',
      'atlantic.yaml:18: credentials[1].name: "a" is taken by credentials[0].name (line 16); names must differ.',
      'atlantic.yaml:19: credentials[1].secret: "env:NOPE" cannot be used: the environment variable NOPE is not set.',
      'atlantic.yaml:20: credentials[1].quotaBytes: "1GB" must be a number.',
    ]);
  });

  it('names what is wrong with an endpoint, and shows no password', () => {
    const text = `pools:
  - name: up
    kind: list
    endpoints:
      - { url: "http://u:hunter2@h:1", wieght: 2 }
      - { url: "http://u:hunter2@h:1/x", weight: 0 }
      - { url: "http://h.example:1", city: dayton }
      - { url: "http://h.example:2", country: Germany }
      - 7
      - { weight: 1 }
routes: [{ pool: up }]
`;
    const weight = 'a number from 0.01 to 1000; an endpoint that shall have no traffic is taken out of the pool';
    expect(problems(text)).toEqual([
      'atlantic.yaml:5: pools[0].endpoints[0].wieght: is not a key here; the keys are url, weight, country, state, city, asn. Did you mean "weight"?',
      `atlantic.yaml:6: pools[0].endpoints[1].weight: 0 must be ${weight}.`,
      expect.stringMatching(/^atlantic.yaml:6: pools\[0\].endpoints\[1\].url: \[hidden\] must be http:/),
      'atlantic.yaml:7: pools[0].endpoints[2].city: "dayton" needs the country beside it.',
      'atlantic.yaml:8: pools[0].endpoints[3].country: "Germany" must be an ISO 3166-1 code of two letters, such as us or gb.',
      'atlantic.yaml:9: pools[0].endpoints[4]: [hidden] must be text or a block of keys.',
      'atlantic.yaml:10: pools[0].endpoints[5].url: is missing; it must be text.',
    ]);
  });

  it.each([
    ['- 1', ['atlantic.yaml: must be a block of keys, not a list.']],
    ['just words', ['atlantic.yaml: "just words" must be a block of keys.']],
    ['data: a\ndata: b', ['atlantic.yaml:2: data: is written twice; it is already on line 1.']],
    ['control: { database: "mysql:x" }', ['atlantic.yaml:1: control.database: "mysql:x" must be sqlite:PATH.']],
    [
      '{ data: [',
      [
        'atlantic.yaml:1: is not readable YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
      ],
    ],
  ])('%s', (text, expected) => {
    expect(problems(text).slice(0, 1)).toEqual(expected);
  });
});

describe('readConfigFile', () => {
  const directory = mkdtempSync(join(tmpdir(), 'atlantic-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('gives the defaults without a file', () => {
    expect(readConfigFile(undefined)).toMatchObject({ problems: [], config: configSchema.parse({}) });
  });

  it('reads a file and follows secrets from its directory', () => {
    writeFileSync(join(directory, 'secret'), '0123456789abcdef\n');
    writeFileSync(join(directory, 'a.yaml'), 'data: ./here\ncredentials: [{ name: a, secret: "file:secret" }]\n');
    expect(readConfigFile(join(directory, 'a.yaml'))).toMatchObject({ config: { data: './here' } });
  });

  it('makes a problem of a file that cannot be read', () => {
    const missing = join(directory, 'missing.yaml');
    expect(readConfigFile(missing).problems.map(formatProblem)).toEqual([`${missing}: cannot be read (ENOENT).`]);
  });
});
