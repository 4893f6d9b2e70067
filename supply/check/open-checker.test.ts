import { checkSettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { expect, it } from 'vitest';
import { openChecker } from './open-checker.ts';
import type { Outcome } from './outcome.ts';

const NOWHERE = { country: undefined, asn: undefined };

it('needs no judge to see who accepts connections', async () => {
  const settings = checkSettingsSchema.parse({ mode: 'connect' });
  const { checker, judgesUp } = openChecker({ settings, judges: [], geo: NOWHERE });
  const outcome = new Promise<Outcome>((resolve) =>
    checker.check({ kind: 'http', host: '127.0.0.1', port: 1 }, resolve),
  );
  expect(judgesUp()).toBe(true);
  expect(await outcome).toMatchObject({ kind: 'verdict', verdict: { alive: false, stage: 'connect' } });
  checker.close();
});

it('can judge nothing before a judge has answered', () => {
  const { checker, judgesUp } = openChecker({ settings: checkSettingsSchema.parse({}), judges: [], geo: NOWHERE });
  expect(judgesUp()).toBe(false);
  checker.close();
});
