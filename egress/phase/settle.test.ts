import { AtlanticError, CATALOGUE, type ErrorCode } from '@atlantic/contract/errors.ts';
import { describe, expect, it, vi } from 'vitest';
import { credentialOf, exchangeOf } from '../fixture/exchange.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { openPair } from '../fixture/pair.ts';
import { lease } from './lease.ts';
import { type Outcome, outcomeOf, settle } from './settle.ts';

const LEASE_ASK = {
  tried: new Set<never>(),
  session: undefined,
  strict: false,
  credential: 'c',
  target: { host: 't', port: 1 },
};
const CODES = Object.keys(CATALOGUE) as ErrorCode[];

describe('the outcome', () => {
  it('is ok without an error', () => {
    expect(outcomeOf(undefined, true)).toBe('ok');
    expect(outcomeOf(undefined, false)).toBe('ok');
  });

  it.each<[code: ErrorCode, before: Outcome, after: Outcome]>([
    ['client_closed', 'refused', 'abandoned'],
    ['client_timeout', 'refused', 'abandoned'],
    ['quota_exceeded', 'refused', 'refused'],
    ['credentials_invalid', 'refused', 'refused'],
    ['request_malformed', 'refused', 'refused'],
    ['target_denied', 'refused', 'refused'],
    ['quota_unavailable', 'refused', 'failed'],
    ['gateway_draining', 'refused', 'failed'],
    ['internal_error', 'refused', 'failed'],
    ['connection_refused', 'refused', 'failed'],
    ['response_incomplete', 'refused', 'failed'],
  ])('of %s is %s before admission and %s after', (code, before, after) => {
    const error = new AtlanticError(code);
    expect([outcomeOf(error, false), outcomeOf(error, true)]).toEqual([before, after]);
  });

  it('blames nobody’s far side for what was never admitted, and never calls an error ok', () => {
    for (const code of CODES) {
      expect(outcomeOf(new AtlanticError(code), false)).toBe('refused');
      expect(outcomeOf(new AtlanticError(code), true)).not.toBe('ok');
    }
  });
});

describe('settling', () => {
  it('counts the outcome, gives lease and upstream back, and says how it went', async () => {
    using parts = openGateway();
    await using pair = await openPair();
    const { gateway } = parts;
    const pool = gateway.view().routes[0]?.pool;
    if (!pool) throw new Error('the snapshot has a route');
    const leased = lease(gateway, pool, LEASE_ASK);
    const leave = vi.fn();
    settle(
      gateway,
      exchangeOf('alice', 80),
      {
        startedAt: gateway.now(),
        credential: credentialOf(gateway, 'alice'),
        pool,
        pass: { leave },
        lease: leased,
        upstream: { connection: pair.near, http: { form: 'origin' } },
        admitted: true,
      },
      undefined,
    );
    expect(parts.usage('id-alice', true)).toMatchObject({ ok: 1, failed: 0, refused: 0, abandoned: 0 });
    expect(leased.exit.candidate.active).toBe(0);
    expect(pair.near.gone).toBe(true);
    expect(parts.logged).toEqual([
      {
        level: 'debug',
        message: 'request',
        fields: {
          outcome: 'ok',
          code: undefined,
          protocol: 'connect',
          credential: 'id-alice',
          pool: 'direct',
          bytesUp: 0,
          bytesDown: 0,
          milliseconds: expect.any(Number),
        },
      },
    ]);
  });

  it('counts a stranger’s refusal apart, billed to nobody', () => {
    using parts = openGateway();
    const record = { startedAt: 0, admitted: false };
    settle(parts.gateway, exchangeOf('mallory', 80), record, new AtlanticError('credentials_invalid'));
    expect(parts.usage('', false)).toMatchObject({ refused: 1 });
  });

  it('does not bill a refusal to whoever is known', () => {
    using parts = openGateway();
    const record = { startedAt: 0, admitted: false, credential: credentialOf(parts.gateway, 'meg') };
    settle(parts.gateway, exchangeOf('meg', 80), record, new AtlanticError('quota_exceeded'));
    expect(parts.usage('id-meg', false)).toMatchObject({ refused: 1 });
    expect(parts.usage('id-meg', true)).toEqual({});
  });

  it('reports a mistake of ours, by where it was and not by what it said', () => {
    using parts = openGateway();
    const cause = new TypeError('http://private.example/path');
    settle(
      parts.gateway,
      exchangeOf('alice', 80),
      { startedAt: 0, admitted: true },
      new AtlanticError('internal_error', { cause }),
    );
    const errors = parts.logged.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(parts.logged)).not.toContain('private.example');
  });

  it('gives lease and upstream back even when the ledger is full', async () => {
    using parts = openGateway();
    await using pair = await openPair();
    const { gateway } = parts;
    const pool = gateway.view().routes[0]?.pool;
    if (!pool) throw new Error('the snapshot has a route');
    const leased = lease(gateway, pool, LEASE_ASK);
    const full = {
      ...gateway.ledger,
      slot: () => {
        throw new RangeError('ledger is full');
      },
    };
    const upstream = { connection: pair.near, http: { form: 'origin' } } as const;
    const record = { startedAt: 0, admitted: true, lease: leased, upstream };
    expect(() => settle({ ...gateway, ledger: full }, exchangeOf('alice', 80), record, undefined)).toThrow('full');
    expect(leased.exit.candidate.active).toBe(0);
    expect(pair.near.gone).toBe(true);
  });
});
