import type { ErrorCode } from '@atlantic/contract/errors.ts';
import { ADDRESS_FAILURES, createFailureThrottle } from '@atlantic/kernel/limit/failure-throttle.ts';
import { describe, expect, it } from 'vitest';
import { SECRET, snapshotOf } from '../fixture/snapshot.ts';
import type { Proof } from '../intent.ts';
import { compileTerms } from '../terms.ts';
import { compileView } from '../view.ts';
import { authenticate } from './authenticate.ts';

const VIEW = compileView(1, snapshotOf());
const judge = (proof: Proof | undefined, throttle = createFailureThrottle(() => 0)) =>
  authenticate(VIEW, throttle, { client: '192.0.2.1', terms: compileTerms({}) }, proof);

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

describe('an address', () => {
  const [alice, meg, paul] = snapshotOf().credentials;
  const view = compileView(
    1,
    snapshotOf({
      credentials: [alice, meg, paul].flatMap((one) => (one ? [{ ...one, allowFrom: ['192.0.2.0/24', '::1'] }] : [])),
    }),
  );
  const proof = { username: 'alice', secret: SECRET };
  const denied = expect.objectContaining({ code: 'client_address_denied' });
  const judgeFrom = (client: string, given: Proof | undefined, terms = {}, throttle = createFailureThrottle(() => 0)) =>
    authenticate(view, throttle, { client, terms: compileTerms(terms) }, given);

  it('must be one of those that the credential names', () => {
    expect(judgeFrom('192.0.2.9', proof).id).toBe('id-alice');
    expect(judgeFrom('::1', proof).id).toBe('id-alice');
    for (const client of ['192.0.3.1', '::2', '']) expect(() => judgeFrom(client, proof)).toThrow(denied);
  });

  it('is spoken of only to who knows the secret, and counts as no guess', () => {
    const throttle = createFailureThrottle(() => 0);
    for (let ask = 0; ask <= ADDRESS_FAILURES; ask += 1)
      expect(() => judgeFrom('192.0.3.1', proof, {}, throttle)).toThrow(denied);
    const wrong = { ...proof, secret: 'wrong' };
    expect(() => judgeFrom('192.0.3.1', wrong)).toThrow(expect.objectContaining({ code: 'credentials_invalid' }));
  });

  it('that the listener does not admit hears nothing of secrets', () => {
    const terms = { allowFrom: ['10.0.0.0/8'] };
    expect(() => judgeFrom('192.0.2.9', proof, terms)).toThrow(denied);
    expect(() => judgeFrom('192.0.2.9', { ...proof, secret: 'wrong' }, terms)).toThrow(denied);
    expect(() => judgeFrom('10.1.2.3', proof, terms)).toThrow(denied);
  });

  it('must please the credential of the listener too', () => {
    const terms = { allowFrom: ['0.0.0.0/0'], credential: 'alice' };
    expect(judgeFrom('192.0.2.9', undefined, terms).id).toBe('id-alice');
    expect(() => judgeFrom('192.0.3.1', undefined, terms)).toThrow(denied);
  });
});

describe('a listener with a credential', () => {
  const judgeFor = (credential: string, proof?: Proof) =>
    authenticate(
      VIEW,
      createFailureThrottle(() => 0),
      { client: '192.0.2.1', terms: compileTerms({ allowFrom: ['192.0.2.0/24'], credential }) },
      proof,
    );

  it('charges it, whatever the client proves', () => {
    expect(judgeFor('alice').id).toBe('id-alice');
    expect(judgeFor('alice', { username: 'meg', secret: SECRET }).id).toBe('id-alice');
    expect(judgeFor('alice', { username: 'alice', secret: 'wrong' }).id).toBe('id-alice');
  });

  it.each<[name: string, code: ErrorCode]>([
    ['paul', 'credential_paused'],
    ['mallory', 'credentials_invalid'],
    ['constructor', 'credentials_invalid'],
  ])('that is %s answers %s', (name, code) => {
    expect(() => judgeFor(name)).toThrow(expect.objectContaining({ code }));
  });
});
