import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatProblem } from '@atlantic/contract/config/problem.ts';
import { type GoodConfig, readConfig } from '@atlantic/contract/config/read.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preflight } from './preflight.ts';
import { processStart } from './process-start.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'atlantic-preflight-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function good(text: string): GoodConfig {
  const read = readConfig(text, 'atlantic.yaml', {});
  if (!('config' in read)) throw new Error(read.problems.map(formatProblem).join('\n'));
  return read;
}

const anyPort = (control = '127.0.0.1:0', listener = '127.0.0.1:0') =>
  good(`data: ./somewhere
control:
  listen: "${control}"
egress:
  listeners:
    - bind: "${listener}"
`);

const lines = async (read: GoodConfig, data: string, option?: string) =>
  (await preflight(read, data, option)).problems.map(formatProblem);

describe('preflight', () => {
  it('makes and locks the directory until it is released', async () => {
    const data = join(directory, 'new', 'data');
    const result = await preflight(anyPort(), data, undefined);
    expect(readdirSync(data)).toEqual(['atlantic.lock']);
    if ('release' in result) result.release();
    expect(readdirSync(data)).toEqual([]);
  });

  it('names every port that is taken, and leaves nothing locked', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const taken = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await lines(anyPort(taken), directory)).toEqual([
      `atlantic.yaml:3: control.listen: "${taken}" is already in use by another program.`,
    ]);
    expect(await lines(anyPort(undefined, taken), directory)).toEqual([
      `atlantic.yaml:6: egress.listeners[0].bind: "${taken}" is already in use by another program.`,
    ]);
    expect(readdirSync(directory)).toEqual([]);
    server.close();
  });

  it('knows an address of another machine', async () => {
    expect(await lines(anyPort('192.0.2.1:9'), directory)).toEqual([
      'atlantic.yaml:3: control.listen: "192.0.2.1:9" is not an address of this machine.',
    ]);
  });

  it('names the directory by its key or its option', async () => {
    writeFileSync(join(directory, 'file'), '');
    const path = join(directory, 'file', 'data');
    expect(await lines(anyPort(), path)).toEqual(['atlantic.yaml:1: data: "./somewhere" is not a directory.']);
    expect(await lines(anyPort(), path, 'file/data')).toEqual(['--data: "file/data" is not a directory.']);
  });

  it('says who uses the directory, and does not complain about the ports as well', async () => {
    const holder = { pid: process.ppid, started: processStart(process.ppid) };
    writeFileSync(join(directory, 'atlantic.lock'), JSON.stringify(holder));
    expect(await lines(anyPort('192.0.2.1:9'), directory)).toEqual([
      `atlantic.yaml:1: data: "./somewhere" is in use by the Atlantic of process ${process.ppid}.`,
    ]);
  });
});
