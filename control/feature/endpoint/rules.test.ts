import type { EndpointView } from '@atlantic/contract/api-endpoint.ts';
import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import { MOST_ENDPOINTS, readEndpointList } from '@atlantic/contract/endpoint-list/read.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterChange, pageOf, placeDeclared, planImport } from './rules.ts';

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
      remarked: 0,
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

  it('takes over what the list says of an endpoint, and keeps what it is silent about', () => {
    const before = { ...host(1), weight: 2, country: 'us', city: 'chicago' };
    const after = (words: string) => planImport(pool([], [before]), list(`h1.example:1 ${words}`), false).save[0];
    expect(after('')).toEqual(before);
    expect(after('weight=3')).toEqual({ ...before, weight: 3 });
    expect(after('country=de')).toEqual({ ...host(1), weight: 2, country: 'de' });
    const { report } = planImport(pool([]), list('h1.example:1 country=Narnia'), false);
    expect(report).toMatchObject({ added: 1, rejected: 0, remarked: 1, problems: [{ line: 1 }] });
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

describe('a change of what is known', () => {
  const before = { weight: 2, country: 'us', state: 'illinois', city: 'chicago', asn: 64_500 };

  it.each([
    [{ weight: null }, { country: 'us', state: 'illinois', city: 'chicago', asn: 64_500 }],
    [{ city: 'peoria' }, { ...before, city: 'peoria' }],
    [{ country: 'us' }, before],
    [{ country: 'de' }, { weight: 2, country: 'de', asn: 64_500 }],
    [
      { country: 'de', city: 'berlin' },
      { weight: 2, country: 'de', city: 'berlin', asn: 64_500 },
    ],
    [{ country: null }, { weight: 2, asn: 64_500 }],
  ])('%j', (change, after) => expect(afterChange(before, change)).toEqual(after));

  it('leaves no city without its country', () => {
    expect(() => afterChange({}, { city: 'berlin' })).toThrow(
      expect.objectContaining({ code: 'validation_failed', detail: 'The city needs the country beside it.' }),
    );
  });
});

describe('pages of endpoints', () => {
  const WELL: EndpointView['health'] = [];
  const said = { healthOf: () => WELL, bans: new Map() };
  const all = [...placeDeclared([of('http://u:hush@f.example:1'), host(2)]), { ...host(3), position: 7, createdAt: 0 }];

  it('go through all of them once, whatever is removed in between', () => {
    const first = pageOf('rented', all, { cursor: undefined, limit: 2 }, said);
    expect(first).toEqual({
      endpoints: [
        {
          id: all[0]?.id,
          pool: 'rented',
          address: 'http://f.example:1',
          kind: 'http',
          managed: 'file',
          createdAt: null,
          provenAt: null,
          weight: 1,
          country: null,
          state: null,
          city: null,
          asn: null,
          health: WELL,
          bans: [],
        },
        expect.objectContaining({ managed: 'file' }),
      ],
      next: '-1',
    });
    const rest = pageOf('rented', all.slice(2), { cursor: -1, limit: 2 }, said);
    expect(rest).toEqual({
      endpoints: [expect.objectContaining({ managed: 'api', createdAt: '1970-01-01T00:00:00.000Z' })],
      next: null,
    });
    expect(JSON.stringify([first, rest])).not.toContain('hush');
  });

  it('end where the list ends', () => {
    expect(pageOf('rented', all, { cursor: undefined, limit: 3 }, said).next).toBeNull();
    expect(pageOf('rented', [], { cursor: 3, limit: 3 }, said)).toEqual({ endpoints: [], next: null });
  });
});
