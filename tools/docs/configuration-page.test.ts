import { configJsonSchema } from '@atlantic/contract/config/json-schema.ts';
import { expect, it } from 'vitest';
import { configurationPage } from './configuration-page.ts';
import { type JsonSchema, schemaRows } from './schema-rows.ts';

it('has a row for each key of the configuration', () => {
  const schema = configJsonSchema() as JsonSchema;
  const page = configurationPage(schema);
  for (const { path } of schemaRows(schema)) expect(page).toContain(`\n| \`${path}\` |`);
});

it('wants a meaning for each key', () => {
  const told = { type: 'string', description: 'Said.' };
  const schema = { properties: { told, kept: { type: 'string' } } };
  expect(() => configurationPage(schema)).toThrow('without a description: kept');
});
