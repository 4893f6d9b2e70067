/**
 * Every kind of upstream proxy by real programs, and proxies that fail. Prints the table, keeps it in `result.md`, and
 * ends with 1 when a field is not what it must be.
 *
 *     node tests/upstreams/main.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../clients/run-program.ts';
import { proxyVersions } from '../clients/upstreams.ts';
import { ensureProgram } from '../kit/program.ts';
import { openArena } from './arena.ts';
import { judgeAll, judgeFaults } from './judge.ts';
import { tableText } from './table.ts';

async function versions(): Promise<string> {
  const { stderr } = await runProgram(await ensureProgram('stunnel4'), ['-version']);
  const ssh = await runProgram(await ensureProgram('ssh'), ['-V']);
  const named = Object.entries(await proxyVersions()).map(([name, version]) => `${name} ${version}`);
  const found = [/stunnel [\d.]+/.exec(stderr)?.[0], /OpenSSH_\w[\w.]+/.exec(ssh.stderr)?.[0]];
  return [...named, ...found].join(', ');
}

async function main(): Promise<number> {
  await using arena = await openArena();
  const cells = await judgeAll(arena);
  const faults = await judgeFaults(arena);
  const failed = [...cells, ...faults].filter(({ good }) => !good).length;
  const text = `# Upstream proxies, measured

\`npm run test:upstreams\` on ${new Date().toISOString().slice(0, 10)}, with ${await versions()}; \`tls\` is stunnel in front.
\`ok\`: everything arrived as it was sent. A code: that is what the client was told. \`cut\`: the tunnel ended early,
which is the program's own doing (it does so without a gateway too). \`-\`: the kind has no such thing.

${tableText('through', cells)}
${tableText('through', faults)}
${cells.length + faults.length} fields, ${failed} failed.
`;
  process.stdout.write(text);
  writeFileSync(join(import.meta.dirname, 'result.md'), text);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
