import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mmdb } from '../fixture/mmdb.ts';
import { openGeo } from './open-geo.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-geo-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: Buffer | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const BUILT = Date.UTC(2026, 9, 7);

it('knows countries of both families from what is bundled, and says whose they are', () => {
  const geo = openGeo({ country: undefined, asn: undefined });
  expect(geo.look('193.0.6.139')).toEqual({ country: 'nl', asn: null, network: null });
  expect(geo.look('2001:67c:2e8:22::c100:68b').country).toBe('nl');
  expect([geo.look('127.0.0.1').country, geo.look(null).country]).toEqual([null, null]);
  expect(geo.sources).toEqual({
    country: expect.stringMatching(/^DB-IP Country Lite \d{4}-\d{2}$/),
    asn: null,
    attribution: 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0',
  });
});

it('knows what files of the user hold', () => {
  const country = file('GeoLite2.mmdb', mmdb('GeoLite2-City', [['192.0.2.1', { country: { iso_code: 'FR' } }]], BUILT));
  const network = { autonomous_system_number: 64_500, autonomous_system_organization: 'Example' };
  const asn = file('networks.mmdb', mmdb('DBIP-ASN-Lite', [['192.0.2.1', network]], BUILT));
  const geo = openGeo({ country, asn });
  expect(geo.look('192.0.2.1')).toEqual({ country: 'fr', asn: 64_500, network: 'Example' });
  expect(geo.look('192.0.2.2')).toEqual({ country: null, asn: null, network: null });
  expect(geo.sources).toMatchObject({ country: 'GeoLite2-City 2026-10', asn: 'DBIP-ASN-Lite 2026-10' });
  expect(geo.sources.attribution).toMatch(/MaxMind.*DB-IP/);
});

it.each([
  ['that is missing', () => join(folder, 'nowhere.mmdb'), 'cannot be read (ENOENT)'],
  ['that is no such file', () => file('text.mmdb', 'countries, many of them'), 'is not a whole MMDB file'],
  [
    'that is cut short',
    () => file('cut.mmdb', mmdb('Country', [], BUILT).subarray(0, -40)),
    'is not a whole MMDB file',
  ],
  ['of networks', () => file('asn.mmdb', mmdb('ASN', [], BUILT)), 'holds no countries: its type is "ASN"'],
])('names a file %s', (_, make, sentence) => {
  const country = make();
  expect(() => openGeo({ country, asn: undefined })).toThrow(`supply.geo.country: ${country} ${sentence}`);
});
