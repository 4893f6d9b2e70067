/** A credential for one test, made as a person would make it, and how clients write it down. */
import { type CredentialCreate, credentialWithSecretSchema } from '@atlantic/contract/api.ts';
import type { Client } from '@atlantic/contract/client.ts';
import type { Atlantic } from './atlantic.ts';

export interface TestCredential {
  readonly name: string;
  /** `USERNAME:SECRET`, as curl takes it. */
  readonly user: string;
  readonly username: string;
  readonly secret: string;
  /** The header line, without its end. */
  readonly header: string;
}

export function credentialOf(name: string, username: string, secret: string): TestCredential {
  const user = `${username}:${secret}`;
  return { name, user, username, secret, header: `Proxy-Authorization: Basic ${Buffer.from(user).toString('base64')}` };
}

/** `atlantic credential create --name NAME OPTIONS --json`. Throws what it said when it fails. */
export async function createCredential(
  atlantic: Atlantic,
  name: string,
  ...options: readonly string[]
): Promise<TestCredential> {
  const answer = await atlantic.cli('credential', 'create', '--name', name, ...options, '--json');
  if (answer.code !== 0) throw new Error(`credential create failed: ${answer.stderr}`);
  const { username, secret } = credentialWithSecretSchema.parse(JSON.parse(answer.stdout));
  return credentialOf(name, username, secret);
}

/** The same by the API, where many are needed or no process is to be started. */
export async function makeCredential(
  api: Pick<Client, 'credentials'>,
  name: string,
  limits: Omit<CredentialCreate, 'name'> = {},
): Promise<TestCredential> {
  const { username, secret } = await api.credentials.create({ name, ...limits });
  return credentialOf(name, username, secret);
}
