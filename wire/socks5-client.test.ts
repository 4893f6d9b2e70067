import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSocks5Client } from './socks5-client.ts';
import { cutAt, singly, whole } from './testing/cuts.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const login = { username: 'me', password: 'secret' };
const target = { host: 'example.com', port: 443 };

const REQUEST = '\x05\x01\x00\x03\x0bexample.com\x01\xbb';
const LOGIN = '\x01\x02me\x06secret';
const OPEN = '\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00';

/**
 * The client with a server that says `turns`, one for each of the client's messages, each cut by `cut`. What the client
 * wrote, and its last step; what comes after an opening is gathered in `rest`, as a socket would keep it.
 */
function handshake(turns: readonly string[], as: typeof login | undefined, cut: (octets: Buffer) => Buffer[]) {
  const client = createSocks5Client({ login: as, target });
  let step = client.start();
  let sent = step.type === 'more' ? step.send.toString('latin1') : '';
  const pieces = turns.flatMap((turn) => cut(latin1(turn)));
  for (const [index, piece] of pieces.entries()) {
    step = client.push(piece);
    if (step.type === 'open') step = { ...step, rest: Buffer.concat([step.rest, ...pieces.slice(index + 1)]) };
    if (step.type !== 'more') break;
    sent += step.send.toString('latin1');
  }
  return { sent, end: step.type === 'more' ? 'waiting' : step };
}

const broken = (detail: string) => ({ type: 'error', error: { code: 'response_malformed', detail } });

describe('a SOCKS5 handshake, by the client', () => {
  it.each([
    [
      'without authentication',
      undefined,
      ['\x05\x00', OPEN],
      `\x05\x01\x00${REQUEST}`,
      { type: 'open', rest: latin1('') },
    ],
    [
      'with user name and password, and early data',
      login,
      ['\x05\x02', '\x01\x00', `${OPEN}hello`],
      `\x05\x02\x02\x00${LOGIN}${REQUEST}`,
      { type: 'open', rest: latin1('hello') },
    ],
    [
      'where the server asks for no password',
      login,
      ['\x05\x00', OPEN],
      `\x05\x02\x02\x00${REQUEST}`,
      { type: 'open', rest: latin1('') },
    ],
    ['where no method is acceptable', undefined, ['\x05\xff'], '\x05\x01\x00', { type: 'unauthorized' }],
    [
      'where the password is wrong',
      login,
      ['\x05\x02', '\x01\x01'],
      `\x05\x02\x02\x00${LOGIN}`,
      { type: 'unauthorized' },
    ],
    [
      'where the target refuses',
      undefined,
      ['\x05\x00', '\x05\x05'],
      `\x05\x01\x00${REQUEST}`,
      { type: 'refused', code: 5 },
    ],
    [
      'where the server wants a password that nobody has',
      undefined,
      ['\x05\x02'],
      '\x05\x01\x00',
      broken('the server chose a method that was not offered'),
    ],
    ['with a web server', undefined, ['HTTP/1.1 400'], '\x05\x01\x00', broken('the version is not 5')],
    ['cut off', login, ['\x05\x02', '\x01'], `\x05\x02\x02\x00${LOGIN}`, 'waiting'],
  ] as const)('%s', (_, as, turns, sent, end) => {
    expect(handshake(turns, as, whole)).toEqual({ sent, end });
    expect(handshake(turns, as, singly)).toEqual({ sent, end });
  });

  it.each([
    ['the choice', [`\x05\x00${OPEN}`]],
    ['the welcome', ['\x05\x02', `\x01\x00${OPEN}`]],
  ])('ends when the server speaks on before it is asked, after %s', (_, turns) => {
    expect(handshake(turns, login, whole).end).toEqual(broken('the server answered before it was asked'));
  });

  it.each([
    [{ login: { username: 'me', password: 'x'.repeat(256) }, target }, 'longer than 255 octets'],
    [{ target: { host: 'x'.repeat(256), port: 1 } }, 'no name of 1 to 255 octets'],
  ])('does not begin with what SOCKS5 cannot carry', (options, detail) => {
    const client = createSocks5Client(options);
    const error = { type: 'error', error: { code: 'request_unsupported', detail: expect.stringContaining(detail) } };
    expect(client.start()).toEqual(error);
    expect(client.push(latin1('\x05\x00'))).toEqual(error);
  });

  it('repeats its last step for ever', () => {
    const client = createSocks5Client({ target });
    client.push(latin1('\x05\x00'));
    const refused = client.push(latin1('\x05\x02'));
    expect(refused).toEqual({ type: 'refused', code: 2 });
    expect(client.push(latin1(OPEN))).toEqual(refused);
  });

  it('says and hears the same however the turns are cut, damaged or not', () => {
    const turns = ['\x05\x02', '\x01\x00', `${OPEN}hello`];
    const damage = fc.option(fc.record({ turn: fc.nat(2), at: fc.nat(1), octet: fc.nat(255) }));
    fc.assert(
      fc.property(damage, fc.array(fc.nat()), (damaged, places) => {
        const said = turns.map((turn, index) => {
          const octets = latin1(turn);
          if (damaged?.turn === index) octets[damaged.at] = damaged.octet;
          return octets.toString('latin1');
        });
        const cut = (octets: Buffer) => cutAt(octets, places).filter((piece) => piece.length > 0);
        expect(handshake(said, login, cut)).toEqual(handshake(said, login, singly));
      }),
      { numRuns: 500 },
    );
  });
});
