import { expect, it } from 'vitest';
import { withSecret } from '../../fixture/answer.ts';
import { secretText } from './secret.ts';

it('has all that a client needs, and a command that can be pasted', () => {
  const text = secretText('Done.', { ...withSecret, name: "it's", quota: { bytes: null, requests: null } });
  expect(text.split('\n')).toEqual([
    'Done.',
    '  username   my_app',
    '  secret     atl_c_secret',
    '  limits     no limit',
    "The secret is shown only now. Make a new one with: atlantic credential rotate 'it'\\''s'",
  ]);
});
