/** A name server over UDP (RFC 1035 §4.1) that answers A and AAAA as a test says, so that the times to live are its own. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { parseAddress } from '@atlantic/wire/ip-address.ts';

export interface DnsRecord {
  readonly addresses?: readonly string[];
  readonly ttlSeconds?: number;
  /** How long the answer takes. */
  readonly delayMs?: number;
  /** In place of an answer: it does not exist, the server is in trouble, or nothing is ever said. */
  readonly trouble?: 'NXDOMAIN' | 'SERVFAIL' | 'silence';
  /** The types that `trouble` and `delayMs` are about; absent means both. */
  readonly only?: 'A' | 'AAAA';
}

export interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** Every question so far, in order: `A www.example`. */
  readonly asked: readonly string[];
  /** What it says of a name from now on; of every other it says that it does not exist. */
  set(name: string, record: DnsRecord): void;
}

const TYPES: Readonly<Record<number, 'A' | 'AAAA'>> = { 1: 'A', 28: 'AAAA' };
const RCODES = { SERVFAIL: 2, NXDOMAIN: 3 };
const HEADER = 12;

interface Question {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | undefined;
  /** Header excluded. */
  readonly octets: Buffer;
}

function readQuestion(message: Buffer): Question {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = TYPES[message.readUInt16BE(at + 1)];
  return { name: labels.join('.').toLowerCase(), type, octets: message.subarray(HEADER, at + 5) };
}

function recordOctets(address: string, ttlSeconds: number): Buffer {
  const data = parseAddress(address) ?? Buffer.alloc(0);
  const head = Buffer.alloc(12);
  // The name is the one at the beginning of the question (RFC 1035 §4.1.4).
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(data.length === 4 ? 1 : 28, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(ttlSeconds, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function answerTo(message: Buffer, { type, octets }: Question, record: DnsRecord, rcode: number): Buffer {
  const family = type === 'A' ? 4 : 6;
  const addresses = rcode === 0 ? (record.addresses ?? []).filter((address) => isIP(address) === family) : [];
  const header = Buffer.alloc(HEADER);
  message.copy(header, 0, 0, 2);
  // An answer, to a question that may be passed on, by one who passes on.
  header.writeUInt16BE(0x8180 | rcode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) => recordOctets(address, record.ttlSeconds ?? 60));
  return Buffer.concat([header, octets, ...records]);
}

export async function startDnsServer(records: Readonly<Record<string, DnsRecord>> = {}): Promise<DnsServer> {
  const known = new Map(Object.entries(records));
  const asked: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const question = readQuestion(message);
    asked.push(`${question.type ?? 'other'} ${question.name}`);
    const record = known.get(question.name) ?? { trouble: 'NXDOMAIN' };
    const concerned = record.only === undefined || record.only === question.type;
    const trouble = concerned ? record.trouble : undefined;
    if (trouble === 'silence') return;
    const answer = answerTo(message, question, record, trouble ? RCODES[trouble] : 0);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        socket.send(answer, from.port, from.address);
      },
      concerned ? (record.delayMs ?? 0) : 0,
    );
    timers.add(timer);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    set: (name, record) => void known.set(name, record),
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer);
      socket.close();
      await once(socket, 'close');
    },
  };
}
