/** `/health/live` and `/health/ready`, for supervisors and load balancers. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { isAnswering } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';

const open = { config: { access: 'open' as const }, schema: { hide: true } };

export const healthRoutes =
  (db: Database): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/health/live', open, async () => ({ status: 'live' }));
    app.get('/health/ready', open, async () => {
      if (!(await isAnswering(db)))
        throw new AtlanticError('control_unreachable', { detail: 'The database does not answer.' });
      return { status: 'ready' };
    });
  };
