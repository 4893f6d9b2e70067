import { type Intent, STATUS_HOST } from '../intent.ts';
import type { Account } from '../view.ts';

/** Throws `target_denied` or `target_port_denied`. What a name resolves to is checked when it is resolved. */
export function permit(account: Account, { target }: Intent): void {
  if (target.host !== STATUS_HOST) account.targets.check(target);
}
