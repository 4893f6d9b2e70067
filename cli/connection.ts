/** Where control is and as whom to call it: from options, the environment, or the data directory of a running Atlantic. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '@atlantic/contract/client.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { createHttpsFetch } from '@atlantic/contract/https-fetch.ts';
import { type ControlAt, controlFileSchema } from '@atlantic/contract/process.ts';
import type { Command } from 'commander';
import type { Shell } from './shell.ts';

const DEFAULT_DATA = './data';

export interface ConnectionOptions {
  readonly control?: string;
  readonly apiKey?: string;
  readonly ca?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** The options of every command that asks control. */
export const addConnectionOptions = (command: Command): Command =>
  command
    .option('--control <url>', 'where control answers (or set ATLANTIC_CONTROL)')
    .option('--api-key <key>', 'visible in the list of processes: better set ATLANTIC_API_KEY')
    .option('--ca <file>', 'PEM file of the certificates that prove control (or set ATLANTIC_CA)')
    .option('--data <dir>', `take both from the data directory of a running Atlantic (default: ${DEFAULT_DATA})`)
    .option('--json', 'print the answer of the API as JSON');

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Where a running Atlantic says, in its data directory, that control is, and how it is proved. */
function controlIn(data: string): ControlAt {
  const path = join(data, 'control.json');
  const text = readText(path);
  if (text === undefined) {
    throw new AtlanticError('control_unreachable', { detail: `Nothing runs with this data directory: no ${path}.` });
  }
  try {
    return controlFileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AtlanticError('control_unreachable', { detail: `${path} does not name a URL.`, cause });
  }
}

function keyIn(data: string): string {
  const path = join(data, 'api-key');
  const key = readText(path);
  if (!key) throw new AtlanticError('api_key_missing', { detail: `No key can be read from ${path}.` });
  return key;
}

export function checkedUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return url;
  throw new AtlanticError('control_unreachable', { detail: 'The URL of control must begin with http:// or https://.' });
}

/** The shell's `fetch`, or one that trusts the certificates of a file when control speaks HTTPS and such a file is named. */
function trustingFetch(url: string, { ca, name }: Pick<ControlAt, 'ca' | 'name'>, shell: Shell): Shell['fetch'] {
  const caFile = ca ?? shell.environment.ATLANTIC_CA;
  return caFile === undefined || !url.startsWith('https:')
    ? shell.fetch
    : createHttpsFetch({ caFile: checkedCa(caFile), name });
}

/** Throws `control_untrusted` when the file cannot be read or holds no certificate. */
export function checkedCa(file: string): string {
  const text = readText(file);
  if (text?.includes('-----BEGIN CERTIFICATE-----')) return file;
  const what = text === undefined ? 'cannot be read' : 'holds no certificate in PEM';
  throw new AtlanticError('control_untrusted', { detail: `The file of certificates ${file} ${what}.` });
}

/**
 * A client for the control that is meant: options win over the environment, and that over `./data`. The key in a data
 * directory is sent only to the control of that directory, unless `--data` asks for it by name.
 *
 * Throws AtlanticError: `control_unreachable` when no URL is found, `api_key_missing` when no key is.
 */
export function connect({ control, apiKey, ca, data }: ConnectionOptions, shell: Shell): Client {
  const environment = data === undefined ? shell.environment : {};
  const named = control ?? environment.ATLANTIC_CONTROL;
  const found = named === undefined ? controlIn(data ?? DEFAULT_DATA) : { url: checkedUrl(named) };
  const { url } = found;
  const fetch = trustingFetch(url, ca === undefined ? found : { ca }, shell);
  const given = apiKey ?? environment.ATLANTIC_API_KEY;
  if (given === undefined && named !== undefined && data === undefined) {
    throw new AtlanticError('api_key_missing', {
      detail: 'Set ATLANTIC_API_KEY to the key of that control, or name its --data.',
    });
  }
  return createClient({ url, apiKey: given ?? keyIn(data ?? DEFAULT_DATA), fetch });
}
