import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifetimeEnd, nameSession, sessionKey, sessionRules } from './session-key.ts';

const HOUR = 3_600_000;
const NEW = { began: 0, epoch: 0 };
const policyOf = (sessions: object) => poolPolicySchema.parse({ sessions }).sessions;
const keyAt = (session: string, minutes: number | undefined, now: number, life = NEW) =>
  sessionKey(nameSession('c', session), sessionRules(policyOf({}), minutes), life, now);

describe('the name of a session', () => {
  it('is a whole number that JSON keeps, and another for each session and credential', () => {
    const ids = Array.from({ length: 20_000 }, (_, at) => nameSession('c', `s${at}`).id);
    expect(new Set(ids).size).toBe(20_000);
    expect(ids.every(Number.isSafeInteger)).toBe(true);
    expect(nameSession('c', 'a')).not.toEqual(nameSession('c', 'A'));
    expect(nameSession('c', 'a')).not.toEqual(nameSession('a', 'c'));
  });
});

describe('the rules of a session', () => {
  it.each([
    [{}, undefined, { fixedMs: undefined, unusedMs: undefined }],
    [{}, 10, { fixedMs: 600_000, unusedMs: undefined }],
    [{ lifetimeMinutes: 5 }, undefined, { fixedMs: 300_000, unusedMs: undefined }],
    [{ lifetimeMinutes: 5 }, 10, { fixedMs: 600_000, unusedMs: undefined }],
    [{ lifetime: 'sliding' }, 10, { fixedMs: undefined, unusedMs: 600_000 }],
    [{ idleSeconds: 60 }, 10, { fixedMs: 600_000, unusedMs: 60_000 }],
    [{ lifetime: 'sliding', idleSeconds: 60 }, 10, { fixedMs: undefined, unusedMs: 60_000 }],
  ])('of a pool with %j, asked for %s minutes', (sessions, minutes, rules) => {
    expect(sessionRules(policyOf(sessions), minutes)).toEqual(rules);
  });
});

describe('the key', () => {
  it('never changes without a lifetime', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.nat(),
        (session, now) => keyAt(session, undefined, now) === keyAt(session, undefined, 0),
      ),
    );
  });

  it('changes exactly once in a fixed lifetime, when the table says it is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1440 }), fc.string(), fc.nat({ max: 1e12 }), (minutes, session, start) => {
        const rules = sessionRules(policyOf({}), minutes);
        const end = lifetimeEnd(nameSession('c', session), rules, start);
        expect(end).toBeGreaterThan(start);
        expect(end - start).toBeLessThanOrEqual(minutes * 60_000);
        expect(keyAt(session, minutes, end - 1)).toBe(keyAt(session, minutes, start));
        expect(keyAt(session, minutes, end)).not.toBe(keyAt(session, minutes, start));
      }),
    );
  });

  it('does not change for all sessions at the same moment', () => {
    const rules = sessionRules(policyOf({}), 60);
    const ends = ['a', 'b', 'c', 'd'].map((session) => lifetimeEnd(nameSession('c', session), rules, HOUR));
    expect(new Set(ends).size).toBe(4);
  });

  it('changes with every beginning and every rotation', () => {
    const lives = [0, 1, 2].flatMap((epoch) => [0, 1, 1e12, 1e12 + 1].map((began) => ({ began, epoch })));
    expect(new Set(lives.map((life) => keyAt('a', undefined, 0, life))).size).toBe(lives.length);
  });
});
