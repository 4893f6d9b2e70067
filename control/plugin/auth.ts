/**
 * Who may call what. A route that says nothing needs an operator's API key, so that a forgotten word locks a door and
 * never opens one. `access: 'plane'` asks for a plane token instead, `access: 'open'` for nothing.
 */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { secretMatches } from '@atlantic/contract/secret.ts';
import type { PlaneKind } from '@atlantic/contract/snapshot.ts';
import type { FastifyRequest } from 'fastify';
import type { App } from './app-type.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: 'open' | 'plane';
    /** Of the planes, only those of this kind. */
    kind?: PlaneKind;
    /** A plane that was revoked may still call this, for SETTLING_MS, to say what it has spent. */
    settles?: true;
  }
  interface FastifyRequest {
    /** The plane that calls; null outside the plane channel. */
    plane: PlaneIdentity | null;
  }
}

export interface PlaneIdentity {
  id: string;
  kind: PlaneKind;
  name: string;
  /** It was revoked, and only settles. */
  revoked: boolean;
}

/** How long a revoked plane may report what it had spent. What it held stays charged after that, until it is written off. */
export const SETTLING_MS = 24 * 3_600_000;

export interface Doors {
  /** Hashes of the API keys that are good now. */
  apiKeyHashes: () => Promise<readonly string[]>;
  /** The planes that may call now, with the hashes of their tokens. */
  planes: () => Promise<readonly (Omit<PlaneIdentity, 'revoked'> & { tokenHash: string; revokedAt: number | null })[]>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** RFC 6750 §2.1: the scheme's letter case does not matter. */
function bearerToken(request: FastifyRequest): string | undefined {
  return /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

function apiKeyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['x-api-key'];
  return bearerToken(request) ?? (typeof header === 'string' && header !== '' ? header : undefined);
}

async function admitOperator(request: FastifyRequest, doors: Doors): Promise<void> {
  const key = apiKeyOf(request);
  if (key === undefined) throw new AtlanticError('api_key_missing');
  const hashes = await doors.apiKeyHashes();
  if (!hashes.some((hash) => secretMatches(key, hash))) throw new AtlanticError('api_key_invalid');
}

async function admitPlane(request: FastifyRequest, doors: Doors): Promise<PlaneIdentity> {
  const token = bearerToken(request);
  if (token === undefined) throw new AtlanticError('api_key_missing', { detail: 'Planes send their plane token.' });
  const plane = (await doors.planes()).find(({ tokenHash }) => secretMatches(token, tokenHash));
  if (!plane) throw new AtlanticError('api_key_invalid', { detail: 'Planes send their plane token.' });
  const { id, kind, name, revokedAt } = plane;
  const wanted = request.routeOptions.config.kind ?? kind;
  if (wanted !== kind) throw new AtlanticError('not_found', { detail: `This is for planes of the kind ${wanted}.` });
  if (revokedAt === null) return { id, kind, name, revoked: false };
  const settles = request.routeOptions.config.settles === true && doors.now() - revokedAt < SETTLING_MS;
  if (!settles) throw new AtlanticError('plane_revoked');
  return { id, kind, name, revoked: true };
}

export function registerAuth(app: App, doors: Doors): void {
  app.decorateRequest('plane', null);
  app.addHook('onRequest', async (request) => {
    // No route, nothing to protect; but under these paths strangers are not told what exists.
    if (request.is404 && !/^\/(?:api|plane)(?:\/|$)/.test(request.url)) return;
    const { access } = request.routeOptions.config;
    if (access === 'open') return;
    if (access === 'plane') request.plane = await admitPlane(request, doors);
    else await admitOperator(request, doors);
  });
}

/** The plane that calls, in handlers of the plane channel. */
export function callingPlane(request: FastifyRequest): PlaneIdentity {
  if (request.plane === null) throw new AtlanticError('api_key_missing');
  return request.plane;
}
