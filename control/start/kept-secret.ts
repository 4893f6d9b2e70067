/**
 * A secret that lives in a file for people and programs on this machine, and as a hash in the database.
 *
 * The file is written before the hash is committed, and at each start the file decides. So whatever step a crash
 * interrupts, the next start ends with a file and a hash that belong together; and an operator who lost the file
 * gets a new secret by starting again.
 */
import { hashSecret, newSecret, type SecretKind } from '@atlantic/contract/secret.ts';
import { readSecretFile, writeSecretFile } from './secret-file.ts';

/** Prefix and 43 base64url characters, as `newSecret` makes them; a short secret written by hand is not taken. */
const FORM = /^atl_[a-z]_[\w-]{43}$/;

export interface KeptSecret {
  /** `made`: first secret. `replaced`: the file was lost or damaged. `adopted`: the file holds another secret than before. */
  state: 'made' | 'replaced' | 'adopted' | 'kept';
  secret: string;
}

export async function keepSecret(options: {
  file: string;
  kind: SecretKind;
  storedHash: string | undefined;
  saveHash: (hash: string) => Promise<void>;
}): Promise<KeptSecret> {
  const { file, storedHash } = options;
  const found = readSecretFile(file);
  if (found !== undefined && FORM.test(found)) {
    const hash = hashSecret(found);
    if (hash === storedHash) return { state: 'kept', secret: found };
    await options.saveHash(hash);
    return { state: storedHash === undefined ? 'made' : 'adopted', secret: found };
  }
  const secret = newSecret(options.kind);
  writeSecretFile(file, secret);
  await options.saveHash(hashSecret(secret));
  return { state: storedHash === undefined ? 'made' : 'replaced', secret };
}
