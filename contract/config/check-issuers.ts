/**
 * The key `ca` of a pool: its file must hold certificates, and an https endpoint must be there to be checked by them. A
 * pool without endpoints waits for imported ones, which may be https.
 */
import { X509Certificate } from 'node:crypto';
import { dirname } from 'node:path';
import { endpointReferences } from './endpoint-references.ts';
import { parseEndpointUrl } from './endpoint-url.ts';
import { textsAt } from './entry.ts';
import { type ConfigPath, valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { resolveSecret } from './secret-reference.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

/** Why a text holds no issuers, or undefined when it does. */
export function issuersProblem(text: string): string | undefined {
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) return 'names a file without a PEM certificate';
  const broken = blocks.findIndex((block) => !isCertificate(block));
  return broken < 0 ? undefined : `names a file whose certificate ${broken + 1} of ${blocks.length} cannot be read`;
}

export function checkIssuers(source: ConfigSource, environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const directory = dirname(source.file);
  const isHttps = (reference: string): boolean => {
    try {
      return parseEndpointUrl(resolveSecret(reference, directory, environment))?.kind === 'https';
    } catch {
      // A reference that leads nowhere is a problem of its own, told beside the endpoint.
      return true;
    }
  };
  const problemOf = (path: ConfigPath, file: string): string | undefined => {
    const pool = path.slice(0, -1);
    const endpoints = endpointReferences(source, pool);
    const unused = endpoints.length > 0 && !endpoints.some(({ value }) => isHttps(value));
    if (valueAt(source.data, [...pool, 'kind']) === 'list' && unused)
      return 'is only for https:// endpoints, and this pool has none';
    try {
      return issuersProblem(resolveSecret(`file:${file}`, directory));
    } catch (error) {
      return `cannot be used: ${(error as Error).message}`;
    }
  };
  return textsAt(source, ['pools'], 'ca').flatMap(({ path, value }) => {
    const problem = problemOf(path, value);
    return problem === undefined ? [] : [problemAt(source, path, problem)];
  });
}
