import { afterEach, describe, expect, it, vi } from 'vitest';
import { ADOPTION_DEADLINE_MS, createAdoption } from './adoption.ts';

afterEach(() => void vi.useRealTimers());

function setup(...planes: string[]) {
  vi.useFakeTimers();
  const connected = new Set(planes);
  const adoption = createAdoption(() => connected);
  for (const plane of planes) adoption.adopted(plane, 1);
  let over = false;
  const wait = (version: number) => {
    over = false;
    void adoption.waitFor(version).then(() => {
      over = true;
    });
  };
  const settled = async () => {
    await vi.advanceTimersByTimeAsync(0);
    return over;
  };
  return { adoption, connected, wait, settled };
}

describe('waiting for the planes', () => {
  it('ends when the last of them serves from the version or a later one', async () => {
    const { adoption, wait, settled } = setup('a', 'b');
    wait(5);
    adoption.adopted('a', 5);
    expect(await settled()).toBe(false);
    adoption.adopted('b', 4);
    expect(await settled()).toBe(false);
    adoption.adopted('b', 6);
    expect(await settled()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends at its deadline when one says nothing', async () => {
    const { wait, settled } = setup('a');
    wait(2);
    expect(await settled()).toBe(false);
    await vi.advanceTimersByTimeAsync(ADOPTION_DEADLINE_MS);
    expect(await settled()).toBe(true);
  });

  it('is not for planes that are away, or never said what they serve from', async () => {
    const { connected, wait, settled } = setup('a');
    connected.delete('a');
    connected.add('older');
    wait(9);
    expect(await settled()).toBe(true);
  });

  it('takes no step back for a word that comes late', async () => {
    const { adoption, wait, settled } = setup('a');
    adoption.adopted('a', 7);
    adoption.adopted('a', 6);
    wait(7);
    expect(await settled()).toBe(true);
  });
});
