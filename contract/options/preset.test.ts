import { describe, expect, it } from 'vitest';
import { givenOptions, presetProblem, presetSchema, presetText } from './preset.ts';

describe('preset options', () => {
  it('are given as a client would give them', () => {
    expect(givenOptions(presetText({ country: 'us', lifetime: 10 }))).toEqual([
      { name: 'country', value: 'us' },
      { name: 'lifetime', value: '10' },
    ]);
  });

  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ country: 'us', session: 'cart7', lifetime: '10' }, undefined],
    [{ contry: 'us' }, 'cannot be read: There is no option "contry". Did you mean country?'],
    [
      { country: 'uk' },
      'cannot be read: The option country must be an ISO 3166-1 code of two letters, such as us or gb; it is "uk"',
    ],
    [{ lifetime: '10' }, 'do not go together: The option lifetime needs session'],
  ])('%j', (preset, problem) => {
    expect(presetProblem(preset)).toBe(problem);
    expect(presetSchema.safeParse(preset).success).toBe(problem === undefined);
  });
});
