/** Entry of `atlantic judge`: the bundled judge alone. Its one argument is a `JudgeOrder` in JSON. */
import { readPair } from '@atlantic/contract/certificate.ts';
import { parseBind } from '@atlantic/contract/config/bind.ts';
import { type JudgeOrder, judgeOrderSchema } from '@atlantic/contract/supply/judge-order.ts';
import { startJudge } from './judge/server.ts';

const FAILED = 1;
const end = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end.resolve());
// Whoever started it is gone.
process.on('disconnect', () => end.resolve());

/** Why it cannot serve, for a person; undefined when it has served and was ended. */
async function serve(order: JudgeOrder): Promise<string | undefined> {
  const bind = parseBind(order.bind);
  const tlsBind = order.tls && parseBind(order.tls.bind);
  const read = order.tls && readPair(order.tls);
  if (read && !('pair' in read)) return read.problems.map(({ at, message }) => `--${at} ${message}`).join('\n');
  if (!bind) return undefined;
  try {
    const tls = tlsBind && read && { bind: tlsBind, pair: read.pair };
    const judge = await startJudge({ bind, tls, now: () => performance.now() });
    process.stdout.write(`The judge answers at http://${judge.bound}/\n`);
    if (judge.tlsBound !== undefined) process.stdout.write(`and at https://${judge.tlsBound}/\n`);
    await end.promise;
    await judge.close();
    return undefined;
  } catch (error) {
    const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
    return `${address}:${port} cannot be bound (${code})`;
  }
}

const problem = await serve(judgeOrderSchema.parse(JSON.parse(process.argv[2] ?? '')));
if (problem !== undefined) {
  process.stderr.write(`atlantic judge: ${problem}\n`);
  process.exitCode = FAILED;
}
if (process.connected) process.disconnect();
