import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../fixture/snapshot.ts';
import { accountOf, compileView } from '../view.ts';
import { permit } from './permit.ts';

const { egress } = snapshotOf();
const SNAPSHOT = {
  ...snapshotOf(),
  egress: {
    ...egress,
    targets: { allowPrivate: false, allow: [], deny: ['*.status'], ports: [[443, 443] as [number, number]] },
  },
};
const VIEW = compileView(1, SNAPSHOT);
const ACCOUNT = accountOf(VIEW, SNAPSHOT.credentials[0] as SnapshotCredential);
const asked = (host: string, port: number) => () =>
  permit(ACCOUNT, { protocol: 'connect', target: { host, port }, options: {} });

describe('permission', () => {
  it('is what the rules for targets say', () => {
    expect(asked('origin.example', 443)).not.toThrow();
    expect(asked('origin.example', 80)).toThrow(expect.objectContaining({ code: 'target_port_denied' }));
    expect(asked('127.0.0.1', 443)).toThrow(expect.objectContaining({ code: 'target_denied' }));
  });

  it('is not needed for the gateway’s own page, which is no target', () => {
    expect(asked('atlantic.status', 80)).not.toThrow();
    expect(asked('other.status', 443)).toThrow(expect.objectContaining({ code: 'target_denied' }));
  });
});
