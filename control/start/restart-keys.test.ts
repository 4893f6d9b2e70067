import { formatProblem } from '@atlantic/contract/config/problem.ts';
import { type GoodConfig, readConfig } from '@atlantic/contract/config/read.ts';
import { configSchema } from '@atlantic/contract/config/schema.ts';
import { expect, it } from 'vitest';
import { restartProblems } from './restart-keys.ts';

function good(yaml: string): GoodConfig {
  const read = readConfig(yaml, 'atlantic.yaml');
  if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
  return read;
}

it('finds nothing in what can be applied', () => {
  const after = good(
    'egress: { workers: 3, drainSeconds: 1 }\npools: [{ name: a, kind: list }]\nroutes: [{ pool: a }]',
  );
  expect(restartProblems(good(''), after)).toEqual([]);
});

it('names each key that needs a restart, with its line where it is written', () => {
  const after = good('data: ./elsewhere\ncontrol:\n  listen: 127.0.0.1:9999\n  database: sqlite:other.db\n');
  expect(restartProblems(good(''), after).map(formatProblem)).toEqual([
    'atlantic.yaml:1: data: "./elsewhere" cannot change while Atlantic runs; start it again for that.',
    'atlantic.yaml:3: control.listen: "127.0.0.1:9999" cannot change while Atlantic runs; start it again for that.',
    'atlantic.yaml:4: control.database: "sqlite:other.db" cannot change while Atlantic runs; start it again for that.',
  ]);
  expect(restartProblems(after, good('')).map(formatProblem)).toContain(
    'atlantic.yaml: control.listen: "127.0.0.1:8082" cannot change while Atlantic runs; start it again for that.',
  );
});

it('applies to supply what its process need not be begun anew for', () => {
  const supply = 'everySeconds: 60, judges: [{ url: "http://192.0.2.1/" }], feeds: [{ name: a, list: [] }]';
  expect(restartProblems(good(''), good(`supply: { ${supply} }`))).toEqual([]);
  const begun = 'enabled: false, listen: "127.0.0.1:9083", store: "sqlite:a.db", judge: { listen: "192.0.2.1:80" }';
  expect(restartProblems(good(''), good(`supply: { ${begun} }`)).map(({ key }) => key)).toEqual([
    'supply.enabled',
    'supply.listen',
    'supply.store',
    'supply.judge',
  ]);
});

it('names the certificate of control as a whole', () => {
  const plain = good('');
  const tls = { certificate: 'a.pem', key: 'b.pem' };
  const secured = { ...plain, config: { ...plain.config, control: { ...plain.config.control, tls } } };
  expect(restartProblems(plain, secured)).toMatchObject([{ key: 'control.tls', value: undefined }]);
  expect(restartProblems(secured, plain)).toMatchObject([{ key: 'control.tls' }]);
});

it('refuses whatever the schema gains, until it is known how to apply it', () => {
  const applied = ['egress', 'pools', 'routes', 'accounts', 'credentials'];
  const rest = Object.keys(configSchema.shape).filter((key) => !applied.includes(key));
  const read = good('');
  for (const key of rest) {
    const other = { ...read, config: { ...read.config, [key]: 'other' } };
    expect(restartProblems(read, other)).toMatchObject([{ key }]);
  }
});
