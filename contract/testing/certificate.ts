/** Certificates for tests, made on the spot: P-256 keys, written in DER (X.690, RFC 5280 §4.1). */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

export interface TestCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

export interface Issuer extends TestCertificate {
  /** Whoever is named gets a certificate for that name or IPv4 address, valid now unless `days` says otherwise. */
  issue(name: string, days?: { from: number; to: number }): TestCertificate;
}

const SEQUENCE = 0x30;
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const ALTERNATIVE_NAME = '2.5.29.17';

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = rest.flatMap((arc) => {
    const groups = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...octets]));
}

const nameOf = (text: string): Buffer =>
  der(SEQUENCE, der(0x31, der(SEQUENCE, identifier(COMMON_NAME), der(0x0c, Buffer.from(text)))));

/** GeneralizedTime: `days` from now. */
const timeOf = (days: number): Buffer => {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x18, Buffer.from(text));
};

const extension = (id: string, value: Buffer): Buffer => der(SEQUENCE, identifier(id), der(0x04, value));

const alternativeName = (name: string): Buffer =>
  der(SEQUENCE, isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)));

function certify(what: {
  subject: string;
  issuer: string;
  days: { from: number; to: number };
  publicKey: KeyObject;
  signer: KeyObject;
  extensions: readonly Buffer[];
}): string {
  const algorithm = der(SEQUENCE, identifier(ECDSA_SHA256));
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(what.issuer),
    der(SEQUENCE, timeOf(what.days.from), timeOf(what.days.to)),
    nameOf(what.subject),
    what.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, ...what.extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, what.signer));
  const text = der(SEQUENCE, body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** An authority that nobody trusts yet. */
export function createIssuer(issuer = 'Test issuer'): Issuer {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = extension(BASIC_CONSTRAINTS, der(SEQUENCE, der(0x01, Buffer.from([255]))));
  const certificate = certify({
    subject: issuer,
    issuer,
    days: { from: -30, to: 30 },
    publicKey: own.publicKey,
    signer: own.privateKey,
    extensions: [authority],
  });
  return {
    certificate,
    key: pemOf(own.privateKey),
    issue(name, days = { from: -1, to: 1 }) {
      const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const extensions = [extension(ALTERNATIVE_NAME, alternativeName(name))];
      const { publicKey } = keys;
      const made = certify({ subject: name, issuer, days, publicKey, signer: own.privateKey, extensions });
      return { certificate: made, key: pemOf(keys.privateKey) };
    },
  };
}
