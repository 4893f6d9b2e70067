import { type Intent, STATUS_HOST } from '../intent.ts';

import type { View } from '../view.ts';

/** Throws `target_denied` or `target_port_denied`. What a name resolves to is checked when it is resolved. */
export function permit(view: View, { target }: Intent): void {
  if (target.host !== STATUS_HOST) view.targets.check(target);
}
