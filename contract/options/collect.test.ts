import { describe, expect, it } from 'vitest';
import { collectOptions, type GivenOption } from './collect.ts';

/** `country=us session=a`; a name without `=` has no value. */
const given = (text: string): GivenOption[] =>
  text.split(' ').map((pair) => {
    const [name = '', value] = pair.split('=');
    return { name, value };
  });

describe('what is wrong is told by code and option', () => {
  it.each([
    ['contry=us', 'option_unknown', 'There is no option "contry". Did you mean country?'],
    ['toString=1', 'option_unknown', expect.stringContaining('"toString"')],
    ['strict', 'option_malformed', 'The option strict must be on or off; it has no value.'],
    ['asn=0', 'option_malformed', 'The option asn must be a whole number from 1 to 4294967295; it is "0".'],
    ['asn=1 asn=1', 'option_duplicate', 'It is the option asn.'],
    ['strict=off session=a strict=off', 'option_duplicate', 'It is the option strict.'],
    ['state=ny', 'option_conflict', 'The option state needs country.'],
    ['city=albany asn=1', 'option_conflict', 'The option city needs country.'],
    ['lifetime=10', 'option_conflict', 'The option lifetime needs session.'],
    ['strict=off', 'option_conflict', 'The option strict needs session.'],
    ['rotate=now', 'option_conflict', 'The option rotate needs session.'],
    ['session=a rotate=request', 'option_conflict', 'The option rotate contradicts session.'],
    ['rotate=request lifetime=10', 'option_conflict', 'The option rotate contradicts lifetime.'],
    ['strict=on rotate=request', 'option_conflict', 'The option rotate contradicts strict.'],
    // The first that is wrong, in the client's order, before what only the whole can show.
    ['city=albany asn=x contry=us', 'option_malformed', expect.stringContaining('asn')],
  ])('%s', (text, code, detail) => {
    expect(collectOptions(given(text))).toEqual({ error: expect.objectContaining({ code, detail }) });
  });
});

it('gives what was given and nothing else, for good', () => {
  const collected = collectOptions(given('strict=off city=X session=s country=US'));
  const options = { strict: false, city: 'x', session: 's', country: 'us' };
  expect(collected).toEqual({ options });
  expect('options' in collected && Object.isFrozen(collected.options)).toBe(true);
  expect(collectOptions([])).toEqual({ options: {} });
});
