/**
 * Suites and programs that nobody here wrote: curl with every option it has for proxies, http-cache-tests, and load on kept
 * connections. Prints the tables, keeps them in `result.md`, and ends with 1 when a field is not what it must be.
 *
 *     node tests/suites/main.ts [--only curl|cache|load]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { versionOf } from '../clients/run-program.ts';
import { ensureProgram } from '../kit/program.ts';
import { type Cell, tableText } from '../upstreams/table.ts';
import { cacheTests } from './cache.ts';
import { loginMatrix } from './curl/logins.ts';
import { curlMatrix } from './curl/matrix.ts';
import { type CurlStage, setCurlStage } from './curl/stage.ts';
import { loads } from './load.ts';

interface Part {
  readonly text: string;
  readonly failed: number;
}

const failed = (cells: readonly Cell[]): number => cells.filter(({ good }) => !good).length;

async function curlPart(stage: CurlStage): Promise<Part> {
  const logins = await loginMatrix(stage);
  const acts = await curlMatrix(stage);
  const count = failed(logins) + failed(acts);
  return {
    failed: count,
    text: `## curl ${await versionOf(await ensureProgram('curl'))}

Each way to a proxy, \`-x https\` to a TLS listener, \`--preproxy\` by way of microsocks. First how curl says who it is: \`ok\`, or
\`refused\` with 407 or in the SOCKS handshake before anything reached the target. Then what it does: \`ok\` when everything came
as it was sent, for targets given as 127.0.0.1, [::1] and a name. curl 7.88 cannot be used with \`--preproxy\` for [::1]; it
fails so with other proxies, too.

${tableText('login', logins)}
${tableText('what is done', acts)}
${logins.length + acts.length} fields, ${count} failed.
`,
  };
}

async function cachePart(stage: CurlStage): Promise<Part> {
  const { version, tests, passed, requests, different } = await cacheTests(stage);
  const short = requests < tests ? [`only ${requests} requests came through the gateway`] : [];
  const wrong = [...different, ...short];
  return {
    failed: wrong.length,
    text: `## http-cache-tests ${version}

In forward-proxy mode. A cache passes most of these tests. The gateway never caches and must not pass them; what they show is that
it adds nothing, takes nothing and changes nothing that a cache behind or before it would judge by: each test must come out
as it does without the gateway.

| tests | passed without the gateway | requests through the gateway | different through the gateway |
| --- | --- | --- | --- |
| ${tests} | ${passed} | ${requests} | ${different.length} |

${wrong.map((sentence) => `- FAILED: ${sentence}\n`).join('')}`,
  };
}

async function loadPart(stage: CurlStage): Promise<Part> {
  const loaded = await loads(stage);
  const rows = loaded.map((one) => `| ${one.name} | ${one.requests} | ${Math.round(one.perSecond)} | ${one.errors} |`);
  const versions = [`wrk ${await versionOf('wrk', ['-v'])}`, `ab ${await versionOf('ab', ['-V'])}`];
  versions.push(`h2load ${await versionOf('h2load')}`);
  return {
    failed: loaded.filter(({ errors }) => errors > 0).length,
    text: `## ${versions.join(', ')}

64 connections, kept where the program keeps them; load, origin and gateway share one machine, so the rate is no measure of the
gateway (\`npm run bench\` is). ab speaks HTTP/1.0, whose connections a proxy must close. h2load takes no proxy: it gets the gateway's own 400,
again and again on connections that stay open.

| program | requests | a second | errors |
| --- | --- | --- | --- |
${rows.join('\n')}
`,
  };
}

const PARTS = { curl: curlPart, cache: cachePart, load: loadPart };

async function main(only: string): Promise<number> {
  const parts: Part[] = [];
  await using stage = await setCurlStage();
  for (const [name, run] of Object.entries(PARTS)) if (only === '' || only === name) parts.push(await run(stage));
  const text = `# Programs and suites of others, measured

\`npm run test:suites\` on ${new Date().toISOString().slice(0, 10)}.

${parts.map((part) => part.text.trimEnd()).join('\n\n')}
`;
  process.stdout.write(text);
  if (only === '') writeFileSync(join(import.meta.dirname, 'result.md'), text);
  return parts.some((part) => part.failed > 0) ? 1 : 0;
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
if (values.only !== '' && !(values.only in PARTS)) throw new Error(`there are ${Object.keys(PARTS).join(', ')}`);
// The kit ends what it started when this process exits, which a signal by itself would not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = await main(values.only);
