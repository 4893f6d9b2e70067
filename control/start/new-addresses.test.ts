import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { formatProblem } from '@atlantic/contract/config/problem.ts';
import { type GoodConfig, readConfig } from '@atlantic/contract/config/read.ts';
import { expect, it, onTestFinished } from 'vitest';
import { newAddressProblems } from './new-addresses.ts';

function listening(...binds: string[]): GoodConfig {
  const yaml = `egress:\n  listeners:\n${binds.map((bind) => `    - bind: "${bind}"\n`).join('')}`;
  const read = readConfig(yaml, 'atlantic.yaml');
  if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
  return read;
}

it('tries what is new, and leaves alone what is open already', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const taken = `127.0.0.1:${port}`;
  const before = listening('127.0.0.1:0');
  expect(await newAddressProblems(before, listening('127.0.0.1:0', '127.0.0.2:0'))).toEqual([]);
  expect((await newAddressProblems(before, listening('127.0.0.1:0', taken))).map(formatProblem)).toEqual([
    `atlantic.yaml:4: egress.listeners[1].bind: "${taken}" is already in use by another program.`,
  ]);
  const open = listening(taken);
  expect(await newAddressProblems(open, open)).toEqual([]);
  expect((await newAddressProblems(open, listening(`0.0.0.0:${port}`))).map(formatProblem)).toEqual([
    `atlantic.yaml:3: egress.listeners[0].bind: "0.0.0.0:${port}" overlaps with ${taken}, which is open: remove that first.`,
  ]);
});
