/** What can be known before anything starts: the data directory is ours and writable, the ports are free. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addressProblem } from '@atlantic/contract/address-problem.ts';
import { parseBind } from '@atlantic/contract/config/bind.ts';
import { type ConfigPath, dottedPath } from '@atlantic/contract/config/path.ts';
import type { ConfigProblem } from '@atlantic/contract/config/problem.ts';
import type { GoodConfig } from '@atlantic/contract/config/read.ts';
import { takeLock } from './lock.ts';

export type Preflight =
  | { readonly problems: ConfigProblem[] }
  | { readonly problems: []; readonly release: () => void };

const DIRECTORY_REASONS: Record<string, string> = {
  EACCES: 'cannot be written: this user may not',
  EPERM: 'cannot be written: this user may not',
  EROFS: 'cannot be written: the file system is read-only',
  ENOSPC: 'cannot be written: the disk is full',
  ENOTDIR: 'is not a directory',
  EEXIST: 'is not a directory',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

async function portProblems({ config, file, lineOf }: GoodConfig): Promise<ConfigProblem[]> {
  const binds: { path: ConfigPath; text: string }[] = [
    { path: ['control', 'listen'], text: config.control.listen },
    ...(config.supply.enabled ? [{ path: ['supply', 'listen'], text: config.supply.listen }] : []),
    ...config.egress.listeners.map(({ bind }, at) => ({ path: ['egress', 'listeners', at, 'bind'], text: bind })),
  ];
  const problems = binds.map(async ({ path, text }): Promise<ConfigProblem[]> => {
    const bind = parseBind(text);
    const message = bind && bind.port !== 0 ? await addressProblem(bind) : undefined;
    if (message === undefined) return [];
    return [{ file, line: lineOf(path), key: dottedPath(path), value: text, message }];
  });
  return (await Promise.all(problems)).flat();
}

/** Makes the directory and takes its lock, or says why not, as the rest of a sentence. */
export function takeDirectory(data: string): { release: () => void } | { message: string } {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const lock = takeLock(join(data, 'atlantic.lock'));
    if ('release' in lock) return lock;
    const holder =
      lock.holder === undefined ? 'another Atlantic that starts' : `the Atlantic of process ${lock.holder}`;
    return { message: `is in use by ${holder}` };
  } catch (error) {
    return { message: DIRECTORY_REASONS[codeOf(error)] ?? `cannot be written (${codeOf(error)})` };
  }
}

/**
 * Checks the machine against the configuration. `data` is the absolute path of the data directory; `option` is what
 * `--data` said, when it did. Without problems the directory is locked until `release`.
 */
export async function preflight(read: GoodConfig, data: string, option: string | undefined): Promise<Preflight> {
  const directory = takeDirectory(data);
  if ('release' in directory) {
    const problems = await portProblems(read);
    if (problems.length === 0) return { problems: [], release: directory.release };
    directory.release();
    return { problems };
  }
  const { message } = directory;
  const place =
    option === undefined
      ? { file: read.file, line: read.lineOf(['data']), key: 'data', value: read.config.data }
      : { file: '--data', line: undefined, key: '', value: option };
  // When another Atlantic runs here its ports are taken too, which would only be noise.
  const ports = message.startsWith('is in use') ? [] : await portProblems(read);
  return { problems: [{ ...place, message }, ...ports] };
}
