import { expect, it } from 'vitest';
import { startChild } from './child.ts';
import { makeNetwork, type NetHost, namespaceProblem } from './namespaces.ts';

const problem = await namespaceProblem();

async function exitOf(host: NetHost, ...command: readonly string[]): Promise<number | null> {
  const [program = '', ...line] = [...host.prefix, ...command];
  await using child = startChild(program, line);
  return (await child.exited).code;
}
/** Connects; a refused connection shows that the other host answers. */
const reach = (address: string) =>
  `require("net").connect(9, "${address}").on("error", ({ code }) => process.exit(code === "ECONNREFUSED" ? 0 : 1)).setTimeout(1500, () => process.exit(2))`;

it.skipIf(problem !== undefined)('hosts reach each other while their links are up', async () => {
  await using network = await makeNetwork(2);
  const [first, second] = network.hosts;
  if (!first || !second) throw new Error('a network of two hosts has two');
  const reaches = () => exitOf(first, process.execPath, '-e', reach(second.address));
  expect(await reaches()).toBe(0);
  await second.link('down');
  expect(await reaches()).not.toBe(0);
  await second.link('up');
  await expect.poll(reaches, { timeout: 10_000 }).toBe(0);
});
