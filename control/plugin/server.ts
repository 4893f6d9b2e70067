/** The socket side of control: plain HTTP, or HTTPS with a certificate that can be replaced while it serves. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { CertificatePair } from '@atlantic/contract/certificate.ts';

const MOST_CONNECTIONS = 1024;
/** For the whole request to arrive. */
const REQUEST_TIMEOUT_MS = 30_000;
const IDLE_TIMEOUT_MS = 60_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface ControlServer {
  /** Fastify's `serverFactory`. */
  create(listener: RequestListener): Server;
  /** Serves new connections with another pair; those that are open keep the one they began with. */
  replace(pair: CertificatePair): void;
}

const secureOptions = ({ certificate, key }: CertificatePair) =>
  ({ cert: certificate, key, minVersion: 'TLSv1.2' }) as const;

/** Without a pair the server speaks plain HTTP. */
export function controlServer(pair: CertificatePair | undefined): ControlServer {
  const secure = new Set<HttpsServer>();
  return {
    create(listener) {
      const limits = { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: IDLE_TIMEOUT_MS };
      let server: Server;
      if (pair === undefined) server = createHttpServer(limits, listener);
      else {
        const options = { ...limits, ...secureOptions(pair), handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
        const https = createHttpsServer(options, listener);
        secure.add(https);
        server = https;
      }
      server.maxConnections = MOST_CONNECTIONS;
      return server;
    },
    replace(next) {
      for (const server of secure) server.setSecureContext(secureOptions(next));
    },
  };
}
