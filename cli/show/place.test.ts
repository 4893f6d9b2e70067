import { expect, it } from 'vitest';
import { showPlace } from './place.ts';

const NOWHERE = { country: null, state: null, city: null, asn: null };

it.each([
  [{}, ''],
  [{ country: 'us', city: 'chicago' }, 'us chicago'],
  [{ country: 'us', state: 'ohio', city: 'dayton', asn: 64_500 }, 'us ohio dayton AS64500'],
  [{ asn: 64_500 }, 'AS64500'],
])('%j is %j', (known, text) => expect(showPlace({ ...NOWHERE, ...known })).toBe(text));
