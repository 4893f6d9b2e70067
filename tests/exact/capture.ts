/** The segments of a capture, as tshark reads them. */

import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { ensureProgram } from '../kit/program.ts';
import type { Segment } from './sequence.ts';

const FIELDS = ['ip.src', 'ip.dst', 'tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.len', 'tcp.flags'];
/** Where the gateway listens. A client at another address may have the number of one of its ports. */
export const GATEWAY_ADDRESS = '127.0.0.1';
const [FIN, SYN, RST, ACK] = [0x01, 0x02, 0x04, 0x10];
const READ_SECONDS = 300;

function parseSegment(line: string, ports: ReadonlySet<number>): Segment {
  const [from = '', to = '', ...numbers] = line.split('\t');
  const fields = numbers.map(Number);
  const [source = 0, destination = 0, sequence = 0, acknowledgment = 0, length = 0, flags = 0] = fields;
  const fromGateway = from === GATEWAY_ADDRESS && ports.has(source);
  const toGateway = to === GATEWAY_ADDRESS && ports.has(destination);
  if (numbers.length !== FIELDS.length - 2 || fields.some(Number.isNaN) || fromGateway === toGateway) {
    throw new Error(`not a segment between a client and the gateway: ${line}`);
  }
  return {
    client: fromGateway ? `${to}:${destination}` : `${from}:${source}`,
    gatewayPort: fromGateway ? source : destination,
    from: fromGateway ? 'gateway' : 'client',
    sequence,
    acknowledgment,
    length,
    syn: (flags & SYN) !== 0,
    ack: (flags & ACK) !== 0,
    fin: (flags & FIN) !== 0,
    rst: (flags & RST) !== 0,
  };
}

/** Lines of FIELDS, parted by tabs, flags in hexadecimal. `ports` are the gateway's on 127.0.0.1. Throws at a line that is none. */
export const parseSegments = (text: string, ports: ReadonlySet<number>): Segment[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseSegment(line, ports));

/** TCP is read as it came: nothing put together, nothing guessed, and no protocol above it. */
const SETTINGS = ['desegment_tcp_streams', 'analyze_sequence_numbers', 'calculate_timestamps'].flatMap((setting) => [
  '-o',
  `tcp.${setting}:FALSE`,
]);
const UNREAD = ['http', 'socks'].flatMap((protocol) => ['--disable-protocol', protocol]);

/** Reads the TCP segments of a whole capture file, in order. */
export async function readCapture(file: string, ports: ReadonlySet<number>): Promise<Segment[]> {
  const tshark = await ensureProgram('tshark');
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  await using child = startChild(tshark, [
    '-r',
    file,
    '-n',
    '-Y',
    'tcp',
    ...SETTINGS,
    ...UNREAD,
    '-T',
    'fields',
    ...fields,
  ]);
  const { code } = await within(READ_SECONDS, 'reading the capture', child.exited);
  if (code !== 0) throw new Error(`tshark failed: ${child.stderr()}`);
  return parseSegments(child.stdout().toString('latin1'), ports);
}
