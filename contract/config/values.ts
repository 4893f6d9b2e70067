/** Values that several sections of the configuration have. */
import { z } from 'zod';
import { bindProblem } from './bind.ts';

/** A string whose form `problemOf` judges: its sentence, or undefined when the string is good. */
export const checked = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

export const bind = checked(bindProblem);

/** `env:NAME`, `file:PATH` or the value itself. */
export const secretReference = z.string().min(1);

export const pemPair = z.strictObject({
  certificate: z.string().min(1).describe('A PEM file: the certificate, and those between it and its issuer.'),
  key: z.string().min(1).describe('A PEM file with its private key, without a passphrase.'),
});
