import { expect, it } from 'vitest';
import { failed } from './talk.ts';

it('takes a failure for final and silent, unless it is told otherwise', () => {
  expect(failed('dns_error')).toEqual({
    type: 'failed',
    failure: { code: 'dns_error', detail: undefined, spoke: false, asked: false, transient: false },
  });
  expect(failed('dns_error', { spoke: true })).toMatchObject({ failure: { spoke: true } });
});
