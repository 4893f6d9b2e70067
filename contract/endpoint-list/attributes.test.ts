import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listedAttributes, wordAttributes } from './attributes.ts';

it('reads words of the form NAME=VALUE, and passes over the others', () => {
  expect(wordAttributes(['US', '#', 'city=New-York', 'Country=us', 'asn=AS64500', 'weight=0.5', 'speed=9'])).toEqual({
    attributes: { weight: 0.5, country: 'us', city: 'new_york', asn: 64_500 },
    remarks: [],
  });
});

it('takes no state and no city without their country', () => {
  const { attributes, remarks } = wordAttributes(['state=ohio', 'city=dayton', 'weight=3']);
  expect(attributes).toEqual({ weight: 3 });
  expect(remarks).toEqual([
    'it was taken without its state, because its country is not known',
    'it was taken without its city, because its country is not known',
  ]);
});

it.each(['', '-', 'N/A', 'Unknown', ' '])('knows that %j says nothing', (text) => {
  expect(listedAttributes(() => text)).toEqual({ attributes: {}, remarks: [] });
});

it('never repeats what it could not read', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[q-z!]{6,20}$/), (text) => {
      const { remarks } = listedAttributes(() => text);
      expect(remarks.join()).not.toContain(text);
    }),
  );
});
