import { hostPort } from '@atlantic/contract/supply/proxy.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededSnapshot } from '../testing/snapshot.ts';
import { buildView } from '../view/build.ts';
import { readAsked } from './asked.ts';
import { createChooser } from './choice.ts';

const view = await buildView(seededSnapshot(200));
const read = (query: string) => readAsked(new URLSearchParams(query));

it('gives every proxy its turn before any comes again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (limit, random) => {
      const chooser = createChooser(() => random);
      const query = `protocol=http&limit=${limit}`;
      const given: number[] = [];
      while (given.length < 50) given.push(...chooser.choose(view, query, read, true).rows);
      expect(new Set(given.slice(0, 50))).toEqual(new Set(view.select({ kinds: ['http'] }).take(0, 50)));
    }),
  );
});

it('keeps a place for each query, reads it once, and does not move for those who only look', () => {
  const reads: string[] = [];
  const chooser = createChooser(() => 0);
  const counted = (query: string) => {
    reads.push(query);
    return read(query);
  };
  const one = (query: string, advance = true) => chooser.choose(view, query, counted, advance).rows[0];
  const first = one('', false);
  expect(one('')).toBe(first);
  expect(one('')).not.toBe(first);
  expect(one('limit=1')).toBe(first);
  expect(reads).toEqual(['', 'limit=1']);
});

it('leaves out what is excluded or dropped, the latter until the next view', async () => {
  const chooser = createChooser(() => 0);
  const [gone] = view.proxies;
  if (gone === undefined) throw new Error('an empty view');
  const all = (query: string, of = view) => chooser.choose(of, query, read, true).rows;
  expect(all(`all=1&exclude=${hostPort(gone)}`)).toEqual([...Array(200).keys()].slice(1));
  chooser.drop(view, 5);
  expect(all('all=1')).toHaveLength(199);
  expect(all('all=1', await buildView(seededSnapshot(200)))).toHaveLength(200);
});

it('finds nothing where nothing is as asked', () => {
  const chooser = createChooser(() => 0.5);
  expect(chooser.choose(view, 'country=xx', read, true)).toMatchObject({ rows: [], matching: 0 });
});

it('forgets the longest unused of very many queries, and begins them anew', () => {
  let begun = 0;
  const chooser = createChooser(() => {
    begun++;
    return 0;
  });
  const ask = (number: number) => chooser.choose(view, `max_latency=${number}.${'0'.repeat(8)}1`, read, true);
  for (let number = 1; number <= 60_000; number++) ask(number);
  expect(begun).toBe(60_000);
  ask(60_000);
  expect(begun).toBe(60_000);
  ask(1);
  expect(begun).toBe(60_001);
});
