import { expect, it } from 'vitest';
import { checkSupply, storeProblem } from './check-supply.ts';
import { openSource } from './yaml-source.ts';

const found = (text: string) => checkSupply(openSource(text, `${import.meta.dirname}/a.yaml`)).map(({ key }) => key);

it.each([
  ['', []],
  ['supply: { geo: { country: check-supply.ts } }', []],
  ['supply: { geo: { country: no.mmdb, asn: 7 } }', ['supply.geo.country']],
  ['pools: [{ kind: supply }]', []],
  ['supply: { enabled: false }\npools: [{ kind: list }, { kind: supply }]', ['pools[1].kind']],
])('%s', (text, keys) => expect(found(text)).toEqual(keys));

it('knows the addresses of stores', () => {
  const good = ['file:', 'sqlite:a.db', 'postgres://h/d', 'postgresql://h/d', 'redis://h', 'rediss://h'];
  expect(good.map(storeProblem)).toEqual(good.map(() => undefined));
  expect(['file:x', 'sqlite:', 'postgres:h', 'http://h'].map(storeProblem)).not.toContain(undefined);
});
