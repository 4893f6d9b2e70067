import type { Manifest } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import type { Parts } from './parts.ts';
import { createPublisher } from './publisher.ts';
import { encodePart } from './snapshot.ts';

/** A source whose only content is the name of one route's pool. */
async function publishing(lastVersion = 0) {
  let content = 'first';
  const log: string[] = [];
  const announced: Manifest[] = [];
  const rest = {
    egress: { text: '{}', digest: 'e'.repeat(64) },
    accounts: encodePart('accounts', []),
    credentials: encodePart('credentials', []),
    pools: encodePart('pools', []),
  };
  const routesOf = (pool: string) => encodePart('routes', [{ match: {}, pool }]);
  const publisher = await createPublisher({
    async build(): Promise<Parts> {
      const seen = content;
      await new Promise(setImmediate);
      log.push(`read ${seen}`);
      return { ...rest, routes: routesOf(seen) };
    },
    saveVersion: async (version) => {
      if (content === 'broken disk') throw new Error('the disk is full');
      log.push(`save ${version}`);
    },
    lastVersion,
    announce: async (manifest) => {
      announced.push(manifest);
      log.push(`announce ${manifest.version}`);
    },
  });
  return {
    publisher,
    log,
    announced,
    routesOf,
    change(to: string) {
      content = to;
      return publisher.publish();
    },
  };
}

describe('the publisher', () => {
  it('begins above the last version', async () => {
    const { publisher, log } = await publishing(41);
    expect(publisher.manifest().version).toBe(42);
    expect(log).toEqual(['read first', 'save 42']);
  });

  it('keeps a version before it announces it', async () => {
    const { change, log, announced, routesOf } = await publishing();
    await change('second');
    expect(log.slice(2)).toEqual(['read second', 'save 2', 'announce 2']);
    expect(announced[0]?.parts.routes).toBe(routesOf('second').digest);
  });

  it('announces nothing when nothing changed', async () => {
    const { change, announced, publisher } = await publishing();
    await change('first');
    expect([announced, publisher.manifest().version]).toEqual([[], 1]);
  });

  it('does not let an older reading overtake a newer one, and joins those that wait', async () => {
    const { change, publisher, announced, log, routesOf } = await publishing();
    await Promise.all([change('a'), change('b'), change('c'), change('d')]);
    expect(publisher.manifest().parts.routes).toBe(routesOf('d').digest);
    expect(announced.map(({ version }) => version)).toEqual([2]);
    const during = change('e');
    await new Promise(setImmediate);
    await Promise.all([during, change('f'), change('g')]);
    expect(log.filter((line) => line.startsWith('read')).slice(-2)).toEqual(['read e', 'read g']);
    expect(announced.at(-1)?.parts.routes).toBe(routesOf('g').digest);
  });

  it('serves the parts of replaced manifests for a while, not for ever', async () => {
    const { change, publisher, routesOf } = await publishing();
    await change('second');
    expect(publisher.part(routesOf('first').digest, 'egress')).toBe(routesOf('first').text);
    for (let round = 0; round < 20; round += 1) await change(`round ${round}`);
    expect(publisher.part(routesOf('first').digest, 'egress')).toBeUndefined();
    for (const digest of Object.values(publisher.manifest().parts))
      expect(publisher.part(digest ?? '', 'egress')).toBeDefined();
  });

  it('goes on after a failure, which only those see who caused it', async () => {
    const { change, publisher, announced } = await publishing();
    await expect(change('broken disk')).rejects.toThrow('the disk is full');
    expect(publisher.manifest().version).toBe(1);
    await change('repaired');
    expect(announced.map(({ version }) => version)).toEqual([2]);
  });
});
