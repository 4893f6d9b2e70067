import { expect, it } from 'vitest';
import { configJsonSchema } from './json-schema.ts';

it('tells what each key holds and means', () => {
  const { properties = {} } = configJsonSchema();
  expect(Object.keys(properties)).toContain('egress');
  expect(properties.data).toMatchObject({ type: 'string', default: './data', description: expect.any(String) });
});
