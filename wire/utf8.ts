/** UTF-8, strictly: two different octet strings never become the same text. */

// Without ignoreBOM the decoder would swallow a leading U+FEFF.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text, or undefined when the octets are not UTF-8. */
export function decodeUtf8(octets: Buffer): string | undefined {
  try {
    return decoder.decode(octets);
  } catch {
    return undefined;
  }
}
