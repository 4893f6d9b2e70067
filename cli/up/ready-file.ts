/** What `--ready-file` holds: everything that a script needs to use the Atlantic that has just started. */
import { readFileSync } from 'node:fs';
import type { ControlAt, ControlReady, EgressReady, ReadyFile, SupplyReady } from '@atlantic/contract/process.ts';
import { doorsOf } from './doors.ts';

/** What other programs on this machine are told of control. */
export const controlAt = ({ url, ca, name }: ControlReady): ControlAt => ({
  url,
  ...(ca !== undefined && { ca }),
  ...(name !== undefined && { name }),
});

/** `USERNAME:SECRET` on one line. */
function readCredential(path: string): ReadyFile['credential'] {
  const text = readFileSync(path, 'utf8').trim();
  const colon = text.indexOf(':');
  return { username: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** What serves, as each said it. */
export interface Serving {
  readonly control: ControlReady;
  readonly egress: EgressReady;
  readonly supply: SupplyReady | undefined;
  readonly pids: { readonly control: number; readonly supply: number | undefined };
}

/** Throws when a file that control named cannot be read. */
export function readyFile({ control, egress, supply, pids }: Serving): ReadyFile {
  return {
    control: controlAt(control),
    egress: doorsOf(egress.listeners),
    supply: supply ? { url: supply.url } : null,
    apiKey: readFileSync(control.apiKeyFile, 'utf8').trim(),
    credential: control.demoFile === null ? null : readCredential(control.demoFile),
    pids: { supervisor: process.pid, control: pids.control, egress: egress.workers, supply: pids.supply ?? null },
  };
}
