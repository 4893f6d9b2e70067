/** What `--ready-file` holds: everything that a script needs to use the Atlantic that has just started. */
import { readFileSync } from 'node:fs';
import type { ControlAt, ControlReady, EgressReady, ReadyFile } from '@atlantic/contract/process.ts';
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

/** Throws when a file that control named cannot be read. */
export function readyFile(control: ControlReady, controlPid: number, egress: EgressReady): ReadyFile {
  return {
    control: controlAt(control),
    egress: doorsOf(egress.listeners),
    apiKey: readFileSync(control.apiKeyFile, 'utf8').trim(),
    credential: control.demoFile === null ? null : readCredential(control.demoFile),
    pids: { supervisor: process.pid, control: controlPid, egress: egress.workers },
  };
}
