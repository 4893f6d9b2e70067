/** What the command `atlantic judge` tells the program behind it, as JSON in its one argument. */
import { z } from 'zod';
import { bindProblem } from '../config/bind.ts';

const bind = z.string().superRefine((text, context) => {
  const message = bindProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

export const judgeOrderSchema = z.object({
  bind,
  /** By https, with PEM files; absolute paths. */
  tls: z.object({ bind, certificate: z.string(), key: z.string() }).optional(),
});
export type JudgeOrder = z.infer<typeof judgeOrderSchema>;
