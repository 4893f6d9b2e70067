/** Compares verdicts with the truth table, one for one. */
import type { Verdict } from '@atlantic/supply/verdict.ts';
import { described, type Population } from './population.ts';
import type { Fails } from './roles.ts';

export interface Verifier {
  judged(index: number, verdict: Verdict): void;
  /** After the run: a sentence for each that was judged wrongly, twice or never. */
  wrong(): readonly string[];
}

/** What becomes of one that works until TLS is tried. */
const INTERCEPTED = { stages: ['tls'], codes: ['exit_tampered'] } as const satisfies Fails;

/** What is expected of, and was found of one candidate; equal texts mean that the verdict is right. */
function compare(
  population: Population,
  index: number,
  verdict: Verdict,
  withTls: boolean,
): readonly [expected: string, found: string] {
  const { truth } = population.roleOf(index);
  const { host, port } = population.at(index);
  if ('kind' in truth && !(withTls && truth.intercepts)) {
    const { kind, anonymity } = truth;
    const tls = withTls ? truth.tls : null;
    const expected = { kind, host, port, anonymity, exit: population.exitOf(index), confirmed: true, tls };
    if (!verdict.alive) return [JSON.stringify(expected), JSON.stringify(verdict)];
    const { address, exit, confirmed } = verdict;
    const found = { kind: address.kind, host: address.host, port: address.port, anonymity: verdict.anonymity };
    return [JSON.stringify(expected), JSON.stringify({ ...found, exit, confirmed, tls: verdict.tls })];
  }
  const { stages, codes } = 'kind' in truth ? INTERCEPTED : truth;
  const right = !verdict.alive && stages.includes(verdict.stage) && codes.includes(verdict.code);
  const expected = `dead, ${stages.join(' or ')}, ${codes.join(' or ')}`;
  return [expected, right ? expected : JSON.stringify(verdict)];
}

export function createVerifier(population: Population, withTls: boolean): Verifier {
  const times = new Uint8Array(population.size);
  const wrong: string[] = [];
  return {
    judged(index, verdict) {
      times[index] = (times[index] ?? 0) + 1;
      const [expected, found] = compare(population, index, verdict, withTls);
      if (expected !== found) wrong.push(`${described(population, index)}: expected ${expected}, found ${found}`);
    },
    wrong: () => [
      ...wrong,
      ...[...times].flatMap((count, index) =>
        count === 1 ? [] : `${described(population, index)}: judged ${count} times`,
      ),
    ],
  };
}
