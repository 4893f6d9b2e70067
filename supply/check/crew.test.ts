import type { AtlanticError } from '@atlantic/contract/errors.ts';
import { checkSettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { expect, it } from 'vitest';
import { startCrew } from './crew.ts';
import { createDealing } from './dealing.ts';

it('says so when processes do not stay alive, and takes back what they had in hand', async () => {
  const dealing = createDealing(10);
  const failed = Promise.withResolvers<AtlanticError>();
  const died: number[] = [];
  const crew = startCrew({
    plan: {
      settings: checkSettingsSchema.parse({ mode: 'connect' }),
      judges: [],
      geo: { country: undefined, asn: undefined },
    },
    source: { size: 10, at: (index) => ({ kind: 'http', host: '192.0.2.1', port: index + 1 }) },
    processes: 1,
    each: 10,
    program: new URL('fixture/dying.ts', import.meta.url).pathname,
    take: dealing.take,
    held: dealing.held,
    onMessage: () => {},
    onDeath(holder) {
      died.push(dealing.held(holder));
      dealing.handBack(holder);
    },
    onFailure: failed.resolve,
  });
  expect(await failed.promise).toMatchObject({ code: 'internal_error' });
  expect([died, dealing.left()]).toEqual([[10, 10, 10, 10, 10], 10]);
  await crew.end();
});
