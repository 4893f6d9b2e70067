/** A JSON Schema as the rows of a table: each key by its path, what it holds, its default, and what it means. */

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

export interface SchemaRow {
  /** `egress.listeners[].bind`; the alternatives of a list are told apart by what is fixed in them: `pools[kind=list].name`. */
  readonly path: string;
  readonly values: string;
  /** JSON, or undefined when there is none. */
  readonly fallback: string | undefined;
  readonly required: boolean;
  readonly description: string | undefined;
}

const LARGEST = Number.MAX_SAFE_INTEGER;
const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

function rangeOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : `more than ${exclusiveMinimum}`);
  const most = maximum === undefined || maximum >= LARGEST ? undefined : maximum;
  if ((least === undefined || least === -LARGEST) && most === undefined) return '';
  if (most === undefined) return ` from ${least}`;
  return ` from ${least} to ${most}`;
}

/** What may stand there, in words: `integer from 0 to 256`, `` `http` or `socks5` ``, `list of string`. */
export function valuesOf(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.replace(/^.*\//, '');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(' or ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(valuesOf))].join(' or ');
  const { items, prefixItems } = schema;
  if (prefixItems) return `list of ${prefixItems.map(valuesOf).join(', ')}`;
  if (schema.type === 'array')
    return items && !Array.isArray(items) ? `list of ${valuesOf(items as JsonSchema)}` : 'list';
  if (schema.type === 'object') return 'section';
  return `${schema.type ?? 'anything'}${rangeOf(schema)}`;
}

/** The objects among the alternatives of a schema, its list's items included, with what stands behind the path. */
function insides(schema: JsonSchema): { suffix: string; object: JsonSchema }[] {
  if (schema.properties) return [{ suffix: '', object: schema }];
  if (schema.items && !Array.isArray(schema.items)) {
    return insides(schema.items as JsonSchema).map(({ suffix, object }) => ({
      suffix: suffix === '' ? '[]' : suffix,
      object,
    }));
  }
  const objects = (schema.anyOf ?? schema.oneOf ?? []).flatMap(insides);
  return objects.map(({ suffix, object }) => {
    const fixed = Object.entries(object.properties ?? {}).find(([, { const: value }]) => value !== undefined);
    return { suffix: fixed && objects.length > 1 ? `[${fixed[0]}=${fixed[1].const}]` : suffix, object };
  });
}

/** Rows for everything below `schema`, in its order; a key of several alternatives has a row in each. */
export function schemaRows(schema: JsonSchema, path = ''): SchemaRow[] {
  return insides(schema).flatMap(({ suffix, object }) =>
    Object.entries(object.properties ?? {}).flatMap(([key, value]) => {
      const own = `${path}${suffix}${path === '' ? '' : '.'}${key}`;
      const row: SchemaRow = {
        path: own,
        values: valuesOf(value),
        fallback: value.default === undefined ? undefined : JSON.stringify(value.default),
        required: (object.required ?? []).includes(key) && value.default === undefined,
        description: value.description,
      };
      return [row, ...schemaRows(value, own)];
    }),
  );
}
