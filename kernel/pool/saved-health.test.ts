import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { open } from './breaker.ts';
import { describeHealth, newTracked } from './endpoint-state.ts';
import { restoreEndpoint, savedHealthSchema, saveEndpoint } from './saved-health.ts';

const POLICY = poolPolicySchema.parse({}).health.breaker;

function ejected() {
  const tracked = newTracked(POLICY, 0);
  open(tracked.breaker, POLICY, 'latency', 100, 0);
  return tracked;
}

it('keeps nothing of one that is well', () => {
  expect(saveEndpoint('e', newTracked(POLICY, 0))).toBeUndefined();
});

it('is the same after it was written and read', () => {
  const tracked = ejected();
  const written = JSON.stringify({ endpoints: [saveEndpoint('e', tracked)] });
  const [saved] = savedHealthSchema.parse(JSON.parse(written)).endpoints;
  if (!saved) throw new Error('one was written');
  expect(describeHealth('e', restoreEndpoint(saved, POLICY, 200))).toEqual(describeHealth('e', tracked));
});

it('keeps which check it had been let in by', () => {
  const tracked = { ...ejected(), provenAt: 5 };
  const saved = saveEndpoint('e', tracked);
  if (!saved) throw new Error('one that is ejected is kept');
  expect(restoreEndpoint(saved, POLICY, 200).provenAt).toBe(5);
});

it('shortens what a clock that was set back would make too long', () => {
  const saved = saveEndpoint('e', ejected());
  if (!saved) throw new Error('one that is ejected is kept');
  saved.breaker.until = 1e12;
  expect(restoreEndpoint(saved, POLICY, 50).breaker).toMatchObject({ until: 50 + 600_000, since: 50 });
});
