/** Options that somebody sets for a client: a listener, or its credential. */
import { z } from 'zod';
import { collectOptions, type GivenOption } from './collect.ts';

/** By name, as clients write them. */
export type PresetOptions = Readonly<Record<string, string>>;

export const givenOptions = (preset: PresetOptions): GivenOption[] =>
  Object.entries(preset).map(([name, value]) => ({ name, value }));

/** What is wrong with them, to follow their place in a sentence; undefined when they can be used. */
export function presetProblem(preset: PresetOptions): string | undefined {
  const collected = collectOptions(givenOptions(preset));
  if (!('error' in collected)) return undefined;
  const { code, detail } = collected.error;
  const said = (detail ?? code).replace(/\.$/, '');
  return code === 'option_conflict' ? `do not go together: ${said}` : `cannot be read: ${said}`;
}

/** Numbers are written as their digits. */
export const presetSchema = z.record(z.string(), z.union([z.string(), z.number()])).superRefine((options, context) => {
  const message = presetProblem(presetText(options));
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** The options as texts. */
export const presetText = (options: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));
