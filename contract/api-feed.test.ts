import { expect, it } from 'vitest';
import { feedCreateSchema, feedUpdateSchema } from './api-feed.ts';

it('takes a feed with one source, which is no file', () => {
  expect(feedCreateSchema.parse({ name: 'one', url: 'https://lists.example/' })).toMatchObject({
    format: 'auto',
    everySeconds: 1_800,
    enabled: true,
  });
  for (const wrong of [
    {},
    { file: '/etc/passwd' },
    { url: 'https://lists.example/', list: [] },
    { list: [], headers: {} },
  ])
    expect(feedCreateSchema.safeParse({ name: 'one', ...wrong }).success).toBe(false);
});

it('changes what is named, and nothing else', () => {
  expect(feedUpdateSchema.parse({ enabled: false, headers: null })).toEqual({ enabled: false, headers: null });
  for (const wrong of [{}, { name: 'two' }, { enabled: null }, { file: 'a' }])
    expect(feedUpdateSchema.safeParse(wrong).success).toBe(false);
});
