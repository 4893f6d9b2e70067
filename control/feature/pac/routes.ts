/** `/proxy.pac`: how browsers and systems find the gateway by themselves. It holds no secret and needs no key. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotListener } from '@atlantic/contract/snapshot.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pacFile, proxyHost, proxyList } from './rules.ts';

/** A name has 253 characters at the most (RFC 1035 §2.3.4). */
const querystring = z.object({ host: z.string().max(255).optional() });

export const pacRoutes =
  (listeners: () => readonly SnapshotListener[]): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/proxy.pac',
      { config: { access: 'open' as const }, schema: { hide: true, querystring } },
      async (request, reply) => {
        const host = proxyHost(request.query.host ?? request.headers.host ?? '');
        if (host === undefined)
          throw new AtlanticError('validation_failed', { detail: 'host must be a host name or an IP address.' });
        const proxies = proxyList(listeners(), host);
        if (proxies === '')
          throw new AtlanticError('not_found', {
            detail: 'No listener is for everybody on a port that the configuration names, so there is nothing to say.',
          });
        return reply.type('application/x-ns-proxy-autoconfig').send(pacFile(proxies));
      },
    );
  };
