/**
 * Epochs on disk. An epoch is one life of a plane's primary; it has a folder with an `owner` file, which says whose life
 * it is, and one ledger a worker. Ledgers found damaged are kept in the folder `damaged` beside the epochs.
 */
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { epochSchema } from '@atlantic/contract/plane.ts';
import { z } from 'zod';
import { isAlive, ownIdentity, type ProcessIdentity } from '../process/identity.ts';
import { ledgerWriter } from './read-ledger.ts';

const LEDGER_ENDING = '.slots';
const DAMAGED = 'damaged';
const ownerSchema = z.object({ pid: z.number(), startTicks: z.number() });

export const ledgerFile = (root: string, epoch: string, ledger: string): string =>
  join(root, epoch, `${ledger}${LEDGER_ENDING}`);

/** Makes the folder of a new epoch that this process owns. It appears with its owner, or it would pass for ended. */
export function openEpoch(root: string, epoch: string): void {
  const folder = join(root, epoch);
  const making = `${folder}.new`;
  mkdirSync(making, { recursive: true, mode: 0o700 });
  writeFileSync(join(making, 'owner'), JSON.stringify(ownIdentity()), { mode: 0o600 });
  renameSync(making, folder);
}

export const removeEpoch = (root: string, epoch: string): void => rmSync(join(root, epoch), { recursive: true });

/** Names of the epochs there are. */
export const epochsIn = (root: string): string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== DAMAGED && epochSchema.safeParse(entry.name).success)
    .map(({ name }) => name);

/** Is the primary whose life this epoch is still running? */
export function isOwnerAlive(root: string, epoch: string): boolean {
  const file = join(root, epoch, 'owner');
  if (!existsSync(file)) return false;
  const owner = ownerSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  return owner.success && isAlive(owner.data);
}

export interface LedgerOnDisk {
  name: string;
  file: string;
  /** Undefined when the header is damaged, and for the moment before it is written. */
  writer: ProcessIdentity | undefined;
}

export const ledgersOf = (root: string, epoch: string): LedgerOnDisk[] =>
  readdirSync(join(root, epoch))
    .filter((entry) => entry.endsWith(LEDGER_ENDING))
    .map((entry) => {
      const file = join(root, epoch, entry);
      return { name: entry.slice(0, -LEDGER_ENDING.length), file, writer: ledgerWriter(file) };
    });

/** Keeps a copy of a damaged ledger. Returns its path the first time, and undefined when it was kept before. */
export function keepDamaged(root: string, epoch: string, { name, file }: LedgerOnDisk): string | undefined {
  const copy = join(root, DAMAGED, `${epoch}-${name}${LEDGER_ENDING}`);
  if (existsSync(copy)) return undefined;
  mkdirSync(join(root, DAMAGED), { recursive: true, mode: 0o700 });
  copyFileSync(file, copy, constants.COPYFILE_EXCL);
  return copy;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
