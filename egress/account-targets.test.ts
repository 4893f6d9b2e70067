import { describe, expect, it } from 'vitest';
import { accountTargets } from './account-targets.ts';
import { compileTargets } from './target-policy.ts';

const gateway = compileTargets({ allowPrivate: false, allow: [], deny: ['bad.example'], ports: [[443, 443]] });
const targets = (deny: string[], only: string[]) => accountTargets(gateway, { deny, only });
const asked =
  (deny: string[], only: string[], host: string, port = 443) =>
  () =>
    targets(deny, only).check({ host, port });
const refused = expect.objectContaining({ code: 'target_denied', detail: expect.stringContaining('account') });

describe('the targets of an account', () => {
  it('are those of the gateway when it has no rules', () => {
    expect(targets([], [])).toBe(gateway);
  });

  it('leave out what is denied, by name and by address', () => {
    expect(asked(['*.shop.example'], [], 'www.shop.example')).toThrow(refused);
    expect(asked(['*.shop.example'], [], 'other.example')).not.toThrow();
    expect(asked(['8.8.8.0/24'], [], '8.8.8.8')).toThrow(refused);
    expect(() =>
      targets(['8.8.8.0/24'], []).checkAddresses({ host: 'a.example', port: 443 }, ['1.1.1.1', '8.8.8.8']),
    ).toThrow(refused);
    expect(() =>
      targets(['8.8.8.0/24'], []).checkAddresses({ host: 'a.example', port: 443 }, ['1.1.1.1']),
    ).not.toThrow();
  });

  it('are nothing else than `only`, when it is given', () => {
    expect(asked([], ['shop.example', '*.shop.example'], 'Shop.example.')).not.toThrow();
    expect(asked([], ['shop.example'], 'other.example')).toThrow(refused);
    expect(asked(['a.shop.example'], ['*.shop.example'], 'a.shop.example')).toThrow(refused);
  });

  it('are never more than the gateway allows', () => {
    expect(asked([], ['bad.example'], 'bad.example')).toThrow('A rule of this gateway');
    expect(asked([], ['127.0.0.1'], '127.0.0.1')).toThrow('public internet');
    expect(asked([], ['a.example'], 'a.example', 80)).toThrow(expect.objectContaining({ code: 'target_port_denied' }));
    expect(() => targets([], ['a.example']).checkAddresses({ host: 'a.example', port: 443 }, ['10.0.0.1'])).toThrow(
      'public internet',
    );
  });
});
