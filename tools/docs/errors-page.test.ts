import { CATALOGUE } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { errorsPage } from './errors-page.ts';

it('has a row for each code of the catalogue, under whose fault it is', () => {
  const page = errorsPage((code) => (code === 'target_denied' ? 2 : 1));
  const codes = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
  expect(codes.toSorted()).toEqual(Object.keys(CATALOGUE).toSorted());
  expect(page).toMatch(/^\| `target_denied` \| .* \| no \| 403 \| destination_ip_prohibited \| 2 \|$/m);
  expect(page.indexOf('`quota_exceeded`')).toBeLessThan(page.indexOf('`pool_empty`'));
  expect(page.indexOf('`pool_empty`')).toBeLessThan(page.indexOf('`dns_error`'));
});
