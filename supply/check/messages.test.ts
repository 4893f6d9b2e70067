import { SUPPLY_KINDS } from '@atlantic/contract/supply/proxy.ts';
import { CHECK_STAGES } from '@atlantic/contract/supply/run.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candidate } from '../candidate.ts';
import type { Verdict } from '../verdict.ts';
import { packCandidate, packVerdict, unpackCandidate, unpackVerdict } from './messages.ts';

const sent = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

it('brings candidates over as they are', () => {
  const address = { host: fc.string(), port: fc.integer({ min: 1, max: 65_535 }) };
  const kind = fc.constantFrom(undefined, ...SUPPLY_KINDS);
  const candidate: fc.Arbitrary<Candidate> = fc.oneof(
    fc.record({ kind, ...address }),
    fc.record({ kind, ...address, username: fc.string() }),
    fc.record({ kind, ...address, username: fc.string(), password: fc.string() }),
  );
  fc.assert(
    fc.property(fc.nat(), candidate, (index, one) => {
      const packed = sent(packCandidate(index, one));
      expect([packed[0], unpackCandidate(packed)]).toEqual([index, one]);
    }),
  );
});

it('brings verdicts over as they are', () => {
  const alive: Verdict = {
    ...{ alive: true, address: { kind: 'http', host: '192.0.2.1', port: 1 }, checkedAt: 5, mode: 'full', tls: null },
    ...{ anonymity: 'elite', exit: '192.0.2.2', country: 'de', asn: 64_500, network: 'n', confirmed: true },
    ...{ connectMs: 1.5, firstByteMs: 2, totalMs: 3 },
  };
  const dead = fc.record({
    alive: fc.constant(false as const),
    stage: fc.constantFrom(...CHECK_STAGES),
    code: fc.constant('connection_refused' as const),
    detail: fc.option(fc.string(), { nil: undefined }),
    checkedAt: fc.nat(),
  });
  fc.assert(
    fc.property(fc.nat(), fc.oneof(dead, fc.constant(alive)), (index, verdict) => {
      const packed = sent(packVerdict(index, verdict));
      expect([packed[0], unpackVerdict(packed)]).toEqual([index, verdict]);
    }),
  );
});
