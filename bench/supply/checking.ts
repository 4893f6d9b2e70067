/** The program that is measured: checks a population with Atlantic's own code, and says what it found as one line of JSON. */
import { readFileSync } from 'node:fs';
import { runChecks } from '@atlantic/supply/check/run-checks.ts';
import type { Order, Outcome } from './case.ts';
import { createPopulation } from './population.ts';
import { ROLES } from './roles.ts';
import { createVerifier } from './verify.ts';

const SHOWN = 20;
const TICKS_A_SECOND = 100;

/** Of this process and of those that it has waited for (proc(5), fields 14 to 17 of /proc/PID/stat). */
function processorSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_A_SECOND;
}

const { seed, size, settings, judges, ports }: Order = JSON.parse(process.argv[2] ?? '');
const population = createPopulation(seed, size, ROLES, ports);
const verifier = createVerifier(population, settings.tls && judges.some(({ tlsUrl }) => tlsUrl !== undefined));
let loopDelayMs = 0;
const result = await runChecks(
  population,
  { settings, judges, geo: { country: undefined, asn: undefined } },
  {
    onVerdict: verifier.judged,
    onProgress: ({ done, alive, inFlight, perSecond }) =>
      console.error(`${done} of ${size}, ${alive} alive, ${inFlight} in flight, ${perSecond}/s`),
  },
  new AbortController().signal,
  {
    onStatus(status) {
      loopDelayMs = Math.max(loopDelayMs, status.loopDelayMs);
    },
  },
);
const wrong = verifier.wrong();
const outcome: Outcome = {
  ...result,
  wrong: wrong.slice(0, SHOWN),
  wrongCount: wrong.length,
  processorSeconds: processorSeconds(),
  loopDelayMs,
};
console.log(JSON.stringify(outcome));
