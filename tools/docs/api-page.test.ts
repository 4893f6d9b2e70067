import { expect, it } from 'vitest';
import { apiPage } from './api-page.ts';

it('tells of each operation what goes in and what comes out', () => {
  const page = apiPage({
    paths: {
      '/api/v1/things/{name}': {
        patch: {
          summary: 'Change a thing',
          parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: {
            content: {
              'application/json': {
                schema: { type: 'object', properties: { size: { type: 'integer', description: 'How large.' } } },
              },
            },
          },
          responses: {
            '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
            '204': { description: 'Nothing' },
            default: { description: 'A problem' },
          },
        },
      },
    },
    components: { schemas: { Thing: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } } },
  });
  expect(page).toContain('### PATCH /api/v1/things/{name}\n\nChange a thing.');
  expect(page).toContain('Parameters: `name` (path): string.');
  expect(page).toContain('| `size` | integer | no | How large. |');
  expect(page).toContain('Answers: 200 [Thing](#thing), 204 Nothing.');
  expect(page).toContain(
    '### Thing\n\n| field | value | needed | meaning |\n| --- | --- | --- | --- |\n| `id` | string | yes |  |',
  );
});
