import { describe, expect, it } from 'vitest';
import { type JsonSchema, schemaRows, valuesOf } from './schema-rows.ts';

describe('what may stand there', () => {
  it.each<[JsonSchema, string]>([
    [{ type: 'string' }, 'string'],
    [{ type: 'integer', minimum: 0, maximum: 256 }, 'integer from 0 to 256'],
    [{ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, 'integer from 1'],
    [{ type: 'number', exclusiveMinimum: 0, maximum: 5 }, 'number from more than 0 to 5'],
    [{ type: 'integer', minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 'integer'],
    [{ type: 'string', enum: ['http', 'socks5'] }, '`http` or `socks5`'],
    [{ anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] }, 'integer from 1 or null'],
    [{ type: 'array', items: { type: 'string' } }, 'list of string'],
    [{ type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }] }, 'list of number, number'],
    [{ $ref: '#/components/schemas/Account' }, 'Account'],
    [{ const: true }, '`true`'],
    [{ type: 'object', properties: {} }, 'section'],
    [{}, 'anything'],
  ])('%j', (schema, words) => {
    expect(valuesOf(schema)).toBe(words);
  });
});

describe('the rows of a schema', () => {
  const name = { type: 'string', description: 'What it is called.' };
  const schema: JsonSchema = {
    type: 'object',
    required: ['limit', 'pools'],
    properties: {
      limit: { type: 'object', default: {}, properties: { most: { type: 'integer', default: 3 } } },
      pools: {
        type: 'array',
        items: {
          oneOf: [
            { type: 'object', required: ['name', 'kind'], properties: { name, kind: { const: 'direct' } } },
            { type: 'object', required: ['name'], properties: { name, kind: { const: 'list' } } },
          ],
        },
      },
      rate: { anyOf: [{ type: 'object', properties: { burst: { type: 'integer' } } }, { type: 'null' }] },
    },
  };

  it('name each key by its path, and tell alternatives apart', () => {
    expect(schemaRows(schema).map(({ path, required }) => `${path}${required ? ' *' : ''}`)).toEqual([
      'limit',
      'limit.most',
      'pools *',
      'pools[kind=direct].name *',
      'pools[kind=direct].kind *',
      'pools[kind=list].name *',
      'pools[kind=list].kind',
      'rate',
      'rate.burst',
    ]);
  });

  it('hold defaults and descriptions', () => {
    const rows = schemaRows(schema);
    expect(rows[1]).toMatchObject({ path: 'limit.most', values: 'integer', fallback: '3' });
    expect(rows[3]?.description).toBe('What it is called.');
  });
});
