/** The three messages a SOCKS5 client sends, written (RFC 1928, RFC 1929). `socks5-message.ts` reads them. */
import { parseAddress } from './ip-address.ts';
import { SOCKS_METHOD } from './socks5-reply.ts';

export interface SocksLogin {
  readonly username: string;
  readonly password: string;
}

export interface SocksTarget {
  /** A name, or an address without brackets. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port: number;
}

const VERSION = 5;
/** RFC 1929 §2. */
const LOGIN_VERSION = 1;
const COMMAND_CONNECT = 1;
const ADDRESS_TYPE = { ipv4: 1, name: 3, ipv6: 4 } as const;
/** Octets: what one octet of length can say. */
const LONGEST_TEXT = 255;

/**
 * RFC 1928 §3: `05 NMETHODS METHODS`. Password stands first, because servers that take the client's order then learn who
 * asks; "none" stands beside it for those that know the client by its address and look at no password.
 */
export const formatGreeting = (withLogin: boolean): Buffer =>
  Buffer.from(withLogin ? [VERSION, 2, SOCKS_METHOD.password, SOCKS_METHOD.none] : [VERSION, 1, SOCKS_METHOD.none]);

/**
 * RFC 1929 §2: `01 ULEN UNAME PLEN PASSWD`, as UTF-8. Undefined when one of the two is longer than 255 octets. Empty ones
 * are written too, although the RFC has them at least one octet long: it is the server's to judge.
 */
export function formatLogin({ username, password }: SocksLogin): Buffer | undefined {
  const [name, secret] = [Buffer.from(username), Buffer.from(password)];
  if (name.length > LONGEST_TEXT || secret.length > LONGEST_TEXT) return undefined;
  return Buffer.concat([Buffer.from([LOGIN_VERSION, name.length]), name, Buffer.from([secret.length]), secret]);
}

/** RFC 1928 §4: `05 01 00 ATYP ADDRESS PORT`. Undefined when the host is empty or a name longer than 255 octets. */
export function formatRequest({ host, port }: SocksTarget): Buffer | undefined {
  const address = formatTarget(host);
  if (!address) return undefined;
  const portOctets = Buffer.alloc(2);
  portOctets.writeUInt16BE(port);
  return Buffer.concat([Buffer.from([VERSION, COMMAND_CONNECT, 0]), address, portOctets]);
}

/** RFC 1928 §5: the type of the address, and the address; a name is for the server to resolve. */
function formatTarget(host: string): Buffer | undefined {
  const address = parseAddress(host);
  if (address) {
    const type = address.length === 4 ? ADDRESS_TYPE.ipv4 : ADDRESS_TYPE.ipv6;
    return Buffer.concat([Buffer.from([type]), address]);
  }
  const name = Buffer.from(host);
  if (name.length === 0 || name.length > LONGEST_TEXT) return undefined;
  return Buffer.concat([Buffer.from([ADDRESS_TYPE.name, name.length]), name]);
}
