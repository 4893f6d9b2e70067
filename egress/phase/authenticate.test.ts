import type { ErrorCode } from '@atlantic/contract/errors.ts';
import { ADDRESS_FAILURES, createFailureThrottle } from '@atlantic/kernel/limit/failure-throttle.ts';
import { describe, expect, it } from 'vitest';
import { SECRET, snapshotOf } from '../fixture/snapshot.ts';
import type { Proof } from '../intent.ts';
import { compileView } from '../view.ts';
import { authenticate } from './authenticate.ts';

const VIEW = compileView(1, snapshotOf());
const judge = (proof: Proof | undefined, throttle = createFailureThrottle(() => 0)) =>
  authenticate(VIEW, throttle, '192.0.2.1', proof);

describe('authenticating', () => {
  it('gives the credential whose secret it is', () => {
    expect(judge({ username: 'alice', secret: SECRET })).toMatchObject({ id: 'id-alice' });
  });

  it.each<[who: string, proof: Proof | undefined, code: ErrorCode]>([
    ['nobody', undefined, 'credentials_missing'],
    ['an unknown name', { username: 'mallory', secret: SECRET }, 'credentials_invalid'],
    [
      'an unknown name with the secret that is compared in its place',
      { username: '', secret: '' },
      'credentials_invalid',
    ],
    ['a name with another case', { username: 'Alice', secret: SECRET }, 'credentials_invalid'],
    ['a name of every object', { username: 'constructor', secret: SECRET }, 'credentials_invalid'],
    ['a wrong secret', { username: 'alice', secret: `${SECRET}x` }, 'credentials_invalid'],
    ['an empty secret', { username: 'alice', secret: '' }, 'credentials_invalid'],
    ['a paused credential', { username: 'paul', secret: SECRET }, 'credential_paused'],
    // That a credential is paused is nobody's business who does not hold it.
    ['a paused credential with a wrong secret', { username: 'paul', secret: 'wrong' }, 'credentials_invalid'],
  ])('refuses %s', (_who, proof, code) => {
    expect(() => judge(proof)).toThrow(expect.objectContaining({ code }));
  });

  it('looks at no secret any more once too many were wrong, also not at the right one', () => {
    const throttle = createFailureThrottle(() => 0);
    for (let guess = 0; guess < ADDRESS_FAILURES; guess += 1) {
      expect(() => judge({ username: 'alice', secret: `guess-${guess}` }, throttle)).toThrow(/wrong/);
    }
    const throttled = expect.objectContaining({ code: 'auth_throttled', retryAfterSeconds: 2 });
    expect(() => judge({ username: 'alice', secret: SECRET }, throttle)).toThrow(throttled);
  });

  it('counts no request without a proof as a guess', () => {
    const throttle = createFailureThrottle(() => 0);
    for (let ask = 0; ask <= ADDRESS_FAILURES; ask += 1)
      expect(() => judge(undefined, throttle)).toThrow(/carried none/);
    expect(judge({ username: 'alice', secret: SECRET }, throttle).id).toBe('id-alice');
  });
});
