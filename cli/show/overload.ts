/** How a plane bears its load, in words. */
import type { OverloadReport } from '@atlantic/contract/overload.ts';

/** `overloaded (level 2: memory connections)`; nothing of a plane that is not, or does not say. */
export const overloadText = (overload: OverloadReport | null | undefined): string[] =>
  overload && overload.level > 0 ? [`overloaded (level ${overload.level}: ${overload.why.join(' ')})`] : [];
