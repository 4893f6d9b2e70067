import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { type ConnectionOptions, connect } from './connection.ts';

const root = mkdtempSync(join(tmpdir(), 'atlantic-connection-'));
afterAll(() => rmSync(root, { recursive: true }));

function directory(name: string, files: Record<string, string>): string {
  const path = join(root, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const running = directory('running', { 'control.json': '{"url":"http://data.test"}', 'api-key': 'data-key\n' });
const stopped = directory('stopped', { 'api-key': 'data-key\n' });
const keyless = directory('keyless', { 'control.json': '{"url":"http://data.test"}' });
const broken = directory('broken', { 'control.json': '{"url":', 'api-key': 'data-key\n' });

/** Which host is called with which key. */
async function called(options: ConnectionOptions, environment: NodeJS.ProcessEnv): Promise<string> {
  let seen = '';
  const client = connect(options, {
    out: () => {},
    err: () => {},
    input: () => Readable.from([]),
    environment,
    isTerminal: false,
    endWith: () => {},
    fetch: async (url, init) => {
      seen = `${new URL(String(url)).host} ${new Headers(init?.headers).get('authorization')}`;
      return Response.json({ pools: [], undeclared: [] });
    },
  });
  await client.pools();
  return seen;
}

const ENVIRONMENT = { ATLANTIC_CONTROL: 'http://environment.test', ATLANTIC_API_KEY: 'environment-key' };
const NAMED = { control: 'http://option.test', apiKey: 'option-key' };

describe('connect', () => {
  it.each<[ConnectionOptions, NodeJS.ProcessEnv, string]>([
    [NAMED, ENVIRONMENT, 'option.test Bearer option-key'],
    [{}, ENVIRONMENT, 'environment.test Bearer environment-key'],
    [{ control: NAMED.control }, ENVIRONMENT, 'option.test Bearer environment-key'],
    [{ data: running }, {}, 'data.test Bearer data-key'],
    [{ data: running }, ENVIRONMENT, 'data.test Bearer data-key'],
    [{ data: running, control: NAMED.control }, {}, 'option.test Bearer data-key'],
    [{ data: running, apiKey: 'option-key' }, {}, 'data.test Bearer option-key'],
    [{ data: stopped, control: NAMED.control }, {}, 'option.test Bearer data-key'],
  ])('%j with %j', async (options, environment, expected) => {
    expect(await called(options, environment)).toBe(expected);
  });

  it('trusts what a file names, and says so when it cannot', async () => {
    const url = 'https://control.test';
    for (const [options, environment] of [
      [{ ...NAMED, control: url, ca: join(running, 'api-key') }, {}],
      [{ ...NAMED, control: url }, { ATLANTIC_CA: join(running, 'api-key') }],
    ] as const)
      await expect(called(options, environment)).rejects.toMatchObject({ code: 'control_untrusted' });
    // Plain HTTP has no certificate to trust.
    expect(await called({ ...NAMED, ca: '/nowhere' }, {})).toBe('option.test Bearer option-key');
  });

  it.each<[ConnectionOptions, NodeJS.ProcessEnv, string, string]>([
    [
      { data: stopped },
      {},
      'control_unreachable',
      `Nothing runs with this data directory: no ${stopped}/control.json.`,
    ],
    [{ data: broken }, {}, 'control_unreachable', `${broken}/control.json does not name a URL.`],
    [{ data: keyless }, {}, 'api_key_missing', `No key can be read from ${keyless}/api-key.`],
    [
      { ...NAMED, control: 'option.test:80' },
      {},
      'control_unreachable',
      'The URL of control must begin with http:// or https://.',
    ],
    [
      { control: NAMED.control },
      {},
      'api_key_missing',
      'Set ATLANTIC_API_KEY to the key of that control, or name its --data.',
    ],
  ])('refuses %j with %j', async (options, environment, code, detail) => {
    await expect(called(options, environment)).rejects.toMatchObject({ code, detail });
  });
});
