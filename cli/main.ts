/** The `atlantic` program under Node 24; `atlantic.js` starts it. */
import { run } from './run.ts';

// A reader that has seen enough (`atlantic usage | head`) closes the pipe; that is no failure.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  input: () => process.stdin,
  environment: process.env,
  isTerminal: process.stdout.isTTY === true,
  fetch,
});
