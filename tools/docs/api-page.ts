/** docs/api.md: every operation of the control API, from its OpenAPI document. */
import { MADE, table } from './markdown.ts';
import { type JsonSchema, schemaRows, valuesOf } from './schema-rows.ts';

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly description?: string;
}
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const schemaOf = ({ content }: Content): JsonSchema | undefined => Object.values(content ?? {})[0]?.schema;

function fieldTable(schema: JsonSchema): string {
  const rows = schemaRows(schema).map(({ path, values, fallback, required, description = '' }) => [
    `\`${path}\``,
    values,
    required ? 'yes' : fallback === undefined ? 'no' : `no: \`${fallback}\``,
    description,
  ]);
  return rows.length === 0 ? '' : `\n${table(['field', 'value', 'needed', 'meaning'], rows)}\n`;
}

function operationText(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, schema }) => `\`${name}\` (${place}): ${valuesOf(schema)}`,
  );
  const body = operation.requestBody && schemaOf(operation.requestBody);
  const answers = Object.entries(operation.responses)
    .filter(([status]) => status !== 'default')
    .map(([status, response]) => {
      const schema = schemaOf(response);
      const what = schema?.$ref
        ? `[${valuesOf(schema)}](#${valuesOf(schema).toLowerCase()})`
        : (response.description ?? '');
      return `${status} ${what}`.trim();
    });
  return [
    `### ${method.toUpperCase()} ${path}\n`,
    `${operation.summary ?? ''}.`,
    ...(parameters.length === 0 ? [] : [`\nParameters: ${parameters.join('; ')}.`]),
    ...(body ? [`\nBody:\n${fieldTable(body)}`] : []),
    `\nAnswers: ${answers.join(', ')}.`,
  ].join('\n');
}

export function apiPage({ paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationText(method, path, operation)),
  );
  const shapes = Object.entries(components.schemas).map(([name, schema]) => `### ${name}\n${fieldTable(schema)}`);
  return `${MADE}

# API

REST under \`/api/v1\` of control, JSON both ways. The key goes into \`Authorization: Bearer KEY\` or \`X-Api-Key\`; the first start wrote
one to \`DATA/api-key\`. Every failure is a [problem document](#problem) (RFC 9457) with a code of [errors.md](errors.md). The OpenAPI 3.1
document that this page is made of is served at \`/api/v1/openapi.json\`.

## Operations

${operations.join('\n\n')}

## Shapes

${shapes.join('\n')}`;
}
