/** The address that a judge saw, in the forms in which such pages say it. Pure. */
import { isIP } from 'node:net';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldIp(value: unknown): string | undefined {
  const ip = typeof value === 'object' && value !== null && 'ip' in value ? value.ip : undefined;
  return typeof ip === 'string' ? ip : undefined;
}

/** A body that is an address, JSON with a text `ip`, or a line `ip=ADDRESS`; undefined when it says none. */
export function exitAddressIn(body: string): string | undefined {
  const text = body.trim();
  const said = [text, fieldIp(parsed(text)), /^ip=(\S+)$/m.exec(text)?.[1]];
  return said.find((address) => address !== undefined && isIP(address) !== 0)?.toLowerCase();
}
