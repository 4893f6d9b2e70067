import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import { MOST_ENDPOINTS, readEndpointList } from '@atlantic/contract/endpoint-list/read.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf, placeDeclared, planImport } from './rules.ts';

function of(url: string): SnapshotEndpoint {
  const parsed = parseEndpointUrl(url);
  if (!parsed) throw new Error(`${url} is no endpoint`);
  return endpointOf('rented', parsed);
}

const host = (at: number) => of(`http://h${at}.example:1`);
const list = (text: string) => readEndpointList(text, 'http');
const pool = (declared: SnapshotEndpoint[], imported: SnapshotEndpoint[] = []) => ({
  name: 'rented',
  declared,
  imported,
});

describe('an import', () => {
  it('adds what is not there, and reports every entry', () => {
    const text = 'h1.example:1\nh2.example:1\nh3.example:1\nh3.example:1\nnonsense\n';
    const { save, remove, report } = planImport(pool([host(1)], [host(2)]), list(text), false);
    expect(save).toEqual([host(1), host(2), host(3)]);
    expect(remove).toEqual([]);
    expect(report).toEqual({
      added: 1,
      present: 2,
      removed: 0,
      rejected: 1,
      repeated: 1,
      problems: [{ line: 5, reason: 'it is not HOST:PORT or one of the other forms' }],
    });
  });

  it('that replaces removes what was imported and is not in the list, and nothing of the file', () => {
    const { remove, report } = planImport(pool([host(1)], [host(1), host(2), host(3)]), list('h3.example:1'), true);
    expect(remove).toEqual([host(1).id, host(2).id]);
    expect(report).toMatchObject({ added: 0, present: 1, removed: 1 });
  });

  it('takes the last of two passwords', () => {
    const { save, report } = planImport(pool([]), list('http://u:a@h.example:1\nhttp://u:b@h.example:1'), false);
    expect([save, report]).toMatchObject([[{ password: 'b' }], { added: 1, repeated: 1 }]);
  });

  it('of nothing that can be used says why, without the words of the list', () => {
    const refused = (text: string) => {
      try {
        planImport(pool([]), list(text), true);
      } catch (error) {
        return error;
      }
      throw new Error('it was taken');
    };
    expect(refused('\n')).toMatchObject({ code: 'list_unusable', detail: 'The list is empty.' });
    const error = refused('anna:hush@h\n'.repeat(12));
    expect(error).toMatchObject({ detail: expect.stringMatching(/^line 1: behind the @ .*; and 2 more\.$/) });
    expect(JSON.stringify(error)).not.toContain('hush');
  });

  it('never makes a pool larger than it may be', () => {
    const full = Array.from({ length: MOST_ENDPOINTS - 1 }, (_, at) => host(at));
    const full10 = pool(full.slice(0, 10), full.slice(10));
    const two = list('a.example:1\nb.example:1');
    expect(() => planImport(full10, two, false)).toThrow(
      expect.objectContaining({ code: 'pool_full', detail: 'It has 9999 now, and the list brings 2 more.' }),
    );
    expect(planImport(full10, list('a.example:1'), false).report.added).toBe(1);
    expect(planImport(full10, two, true).report).toMatchObject({ added: 2, removed: MOST_ENDPOINTS - 11 });
  });

  it('counts what is in the pool before and after', () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(
        some,
        some,
        fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1 }),
        fc.boolean(),
        (...given) => {
          const [declared, imported, wanted, replace] = given;
          const text = wanted.map((at) => `h${at}.example:1`).join('\n');
          const plan = planImport(pool(declared.map(host), imported.map(host)), list(text), replace);
          const kept = imported.filter((at) => !plan.remove.includes(host(at).id));
          const before = new Set([...declared, ...imported]);
          const after = new Set([...declared, ...kept, ...wanted]);
          const { added, present, removed } = plan.report;
          expect(after.size).toBe(before.size + added - removed);
          expect(added + present).toBe(wanted.length);
          if (replace) expect(after).toEqual(new Set([...declared, ...wanted]));
        },
      ),
    );
  });
});

describe('pages of endpoints', () => {
  const all = [...placeDeclared([of('http://u:hush@f.example:1'), host(2)]), { ...host(3), position: 7, createdAt: 0 }];

  it('go through all of them once, whatever is removed in between', () => {
    const first = pageOf('rented', all, { cursor: undefined, limit: 2 });
    expect(first).toEqual({
      endpoints: [
        {
          id: all[0]?.id,
          pool: 'rented',
          address: 'http://f.example:1',
          kind: 'http',
          managed: 'file',
          createdAt: null,
        },
        expect.objectContaining({ managed: 'file' }),
      ],
      next: '-1',
    });
    const rest = pageOf('rented', all.slice(2), { cursor: -1, limit: 2 });
    expect(rest).toEqual({
      endpoints: [expect.objectContaining({ managed: 'api', createdAt: '1970-01-01T00:00:00.000Z' })],
      next: null,
    });
    expect(JSON.stringify([first, rest])).not.toContain('hush');
  });

  it('end where the list ends', () => {
    expect(pageOf('rented', all, { cursor: undefined, limit: 3 }).next).toBeNull();
    expect(pageOf('rented', [], { cursor: 3, limit: 3 })).toEqual({ endpoints: [], next: null });
  });
});
