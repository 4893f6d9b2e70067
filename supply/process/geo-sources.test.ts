import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { expect, it } from 'vitest';
import { createGeoSources } from './geo-sources.ts';

it('names what is bundled, with what its licence asks for', () => {
  const { country, asn, attribution } = createGeoSources(readableLog().log)({});
  expect(country).toMatch(/^DB-IP Country Lite \d{4}-\d\d$/);
  expect(asn).toBeNull();
  expect(attribution).toContain('CC BY 4.0');
});

it('says once that a file cannot be read, and what is there when it is put right', () => {
  const { log, lines } = readableLog();
  const sources = createGeoSources(log);
  expect(sources({ country: '/nowhere.mmdb' })).toEqual({ country: null, asn: null, attribution: null });
  sources({ country: '/nowhere.mmdb' });
  expect(lines).toHaveLength(1);
  expect(sources({}).country).not.toBeNull();
});
