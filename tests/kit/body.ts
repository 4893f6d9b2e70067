/** Bodies that look random and are the same every time, so that both ends can compare them. */
import { createCipheriv } from 'node:crypto';

/** The first `size` octets of AES-128 in counter mode with a key of zeros. A shorter body is the start of a longer one. */
export const bodyOf = (size: number): Buffer =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(size));
