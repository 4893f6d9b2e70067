import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeSnapshot } from './fixture/make.ts';
import { blankHeader, headerText, readHeader, readParts, SnapshotDamaged, writeParts } from './snapshot-text.ts';

async function textOf(count: number): Promise<{ header: string; parts: string[] }> {
  const parts: string[] = [];
  const header = await writeParts(makeSnapshot(3, count), (part) => parts.push(part));
  return { header: headerText(header), parts };
}

it.each([0, 1, 500, 501])('takes %i proxies apart and puts them together', async (count) => {
  const { header, parts } = await textOf(count);
  expect(header).toHaveLength(headerText(blankHeader(makeSnapshot(3, count))).length);
  const whole = { snapshot: makeSnapshot(3, count), leftOut: 0 };
  expect(await readParts(readHeader(header), parts)).toEqual(whole);
  // Cut at every line.
  expect(await readParts(readHeader(header), parts.join('').split(/(?<=\n)/))).toEqual(whole);
});

it('notices each octet that is altered, lost or added', async () => {
  const { header, parts } = await textOf(3);
  const text = `${header}\n${parts.join('')}`;
  const change = fc.record({ at: fc.nat(text.length - 1), put: fc.constantFrom('', '~', '~~', '\n', ' ') });
  await fc.assert(
    fc.asyncProperty(change, async ({ at, put }) => {
      const altered = text.slice(0, at) + put + text.slice(at + 1);
      fc.pre(altered !== text);
      const end = altered.indexOf('\n');
      const read = async () => readParts(readHeader(altered.slice(0, end)), [altered.slice(end + 1)]);
      await expect(read()).rejects.toThrow(SnapshotDamaged);
    }),
  );
});

it('lets others have their turn', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const { header, parts } = await textOf(5_000);
  await readParts(readHeader(header), parts);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});
