/** `/api/v1/config`: applies a configuration to the running Atlantic, and shows which were applied. */
import {
  type ConfigApplied,
  configAppliedSchema,
  configHistorySchema,
  LARGEST_CONFIG,
} from '@atlantic/contract/config-change.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import { listRevisions } from './store.ts';

export interface ConfigActions {
  /**
   * Applies the text of a configuration file, or only says what it would change. `label` stands for the file in problems.
   * Throws `config_invalid` and `config_not_kept`; then nothing was changed.
   */
  apply(text: string, wanted: { dry: boolean; label: string }): Promise<ConfigApplied>;
}

const querystring = z.strictObject({
  dry: z.enum(['0', '1']).default('0').describe('1: say what would change, and change nothing.'),
  label: z.string().min(1).max(200).default('configuration').describe('What problems call the file.'),
});
const tags = ['config'];

export const configRoutes =
  (db: Database, actions: ConfigActions): FastifyPluginAsyncZod =>
  async (app) => {
    // RFC 9512 has a type for YAML; the others are what programs send that do not know it.
    for (const type of ['application/yaml', 'text/yaml', 'text/plain'])
      app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => done(null, body));

    app.post(
      '/api/v1/config/apply',
      {
        bodyLimit: LARGEST_CONFIG,
        schema: {
          summary: 'Apply a configuration: all of it or nothing',
          tags,
          consumes: ['application/yaml'],
          querystring,
          body: z.string().describe('The text of a configuration file.'),
          response: { 200: configAppliedSchema },
        },
      },
      async (request) => {
        const { dry, label } = request.query;
        return actions.apply(request.body, { dry: dry === '1', label });
      },
    );

    app.get(
      '/api/v1/config/history',
      {
        schema: { summary: 'List the configurations that were applied', tags, response: { 200: configHistorySchema } },
      },
      async () => ({ revisions: await listRevisions(db) }),
    );
  };
