/** Credentials, API keys, plane tokens and keys of supply: 32 random bytes behind a prefix that tells people and scanners what it is. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export type SecretKind = 'credential' | 'apiKey' | 'planeToken' | 'supplyKey';

const PREFIX: Record<SecretKind, string> = {
  credential: 'atl_c_',
  apiKey: 'atl_k_',
  planeToken: 'atl_p_',
  supplyKey: 'atl_s_',
};

/** A fresh secret: prefix and 43 base64url characters (256 bits). */
export const newSecret = (kind: SecretKind): string => PREFIX[kind] + randomBytes(32).toString('base64url');

/** What is stored instead of the secret. Plain SHA-256 is enough for 256 random bits; people's passwords do not come here. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Does `secret` have this hash? Takes the same time wherever they differ. What is no hash matches nothing. */
export function secretMatches(secret: string, hash: string): boolean {
  const own = createHash('sha256').update(secret).digest();
  const wanted = Buffer.from(hash, 'hex');
  return own.length === wanted.length && timingSafeEqual(own, wanted);
}
