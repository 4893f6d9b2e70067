/** Whether the listeners that a new configuration adds can be opened, where their plane is on this machine. */
import { addressProblem } from '@atlantic/contract/address-problem.ts';
import { parseBind } from '@atlantic/contract/config/bind.ts';
import { dottedPath } from '@atlantic/contract/config/path.ts';
import type { ConfigProblem } from '@atlantic/contract/config/problem.ts';
import type { GoodConfig } from '@atlantic/contract/config/read.ts';

const portOf = (bind: string): number => parseBind(bind)?.port ?? 0;

/** Those that are open already are passed over: they are in use, by us. */
export async function newAddressProblems(before: GoodConfig, after: GoodConfig): Promise<ConfigProblem[]> {
  const open = before.config.egress.listeners.map(({ bind }) => bind);
  const problems = after.config.egress.listeners.map(async ({ bind }, at): Promise<ConfigProblem[]> => {
    const address = parseBind(bind);
    if (!address || address.port === 0 || open.includes(bind)) return [];
    const problem = await addressProblem(address);
    if (problem === undefined) return [];
    const path = ['egress', 'listeners', at, 'bind'];
    const own = open.find((other) => portOf(other) === address.port);
    const message = own === undefined ? problem : `overlaps with ${own}, which is open: remove that first`;
    return [{ file: after.file, line: after.lineOf(path), key: dottedPath(path), value: bind, message }];
  });
  return (await Promise.all(problems)).flat();
}
