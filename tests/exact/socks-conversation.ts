/** SOCKS5 as a client speaks it (RFC 1928, RFC 1929), written for itself: nothing here is shared with the gateway. */
import type { Client } from './client.ts';

export const GREETING: Buffer = Buffer.from([5, 1, 2]);
export const SUCCEEDED = 0;

const counted = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);

export const login = (username: string, secret: string): Buffer =>
  Buffer.concat([Buffer.from([1]), counted(username), counted(secret)]);

/** A request by address, where `host` is an IPv4 address, else by name. Command 1 is CONNECT. */
export function socksRequest(host: string, port: number, command = 1): Buffer {
  const parts = host.split('.').map(Number);
  const ipv4 = parts.length === 4 && !parts.some(Number.isNaN);
  const address = ipv4 ? [Buffer.from([1]), Buffer.from(parts)] : [Buffer.from([3]), counted(host)];
  return Buffer.concat([Buffer.from([5, command, 0]), ...address, Buffer.from([port >> 8, port & 0xff])]);
}

/** Reads one reply of `length` octets; its second octet says how it went. */
export const readReply = async (client: Client, length: number): Promise<number> =>
  (await client.read(length))[1] ?? Number.NaN;

/** Replies of this gateway bear an IPv4 address. */
export const REQUEST_REPLY = 10;

/** The whole handshake, one message at a time. Resolves with the reply to the request; rejects when the login fails. */
export async function handshake(
  client: Client,
  { username, secret }: { readonly username: string; readonly secret: string },
  request: Buffer,
): Promise<number> {
  await client.send(GREETING);
  if ((await readReply(client, 2)) !== 2) throw new Error('the gateway does not take user name and password');
  await client.send(login(username, secret));
  if ((await readReply(client, 2)) !== SUCCEEDED) throw new Error('the gateway does not take this credential');
  await client.send(request);
  return readReply(client, REQUEST_REPLY);
}
