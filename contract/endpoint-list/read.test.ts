import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpointUrl } from '../config/endpoint-url.ts';
import { LONGEST_LIST, MOST_ENDPOINTS, readEndpointList } from './read.ts';

const urls = (text: string) => readEndpointList(text, 'http').endpoints;

describe('a list', () => {
  it.each([
    ['of lines', '# mine\n\n192.0.2.1:1\r\nanna:hush@192.0.2.2:2 # fast\n// old\nsocks5://192.0.2.3:3\n'],
    [
      'of CSV',
      'IP,Port,Username,Password,Protocol,Latency\n192.0.2.1,1,,,,3\n192.0.2.2,2,anna,hush,http,9\n"192.0.2.3",3,,,socks5,\n',
    ],
    [
      'of CSV with semicolons',
      '﻿host;port;user;pass;type\n192.0.2.1;1;;;\n192.0.2.2;2;anna;hush;\n192.0.2.3;3;;;SOCKS5',
    ],
    ['of texts in JSON', '["192.0.2.1:1", "anna:hush@192.0.2.2:2", "socks5://192.0.2.3:3"]'],
    [
      'of objects in JSON, inside another',
      '{"count":3,"data":[{"ip":"192.0.2.1","port":"1"},{"ip":"192.0.2.2","port":2,"username":"anna","password":"hush"},{"url":"socks5://192.0.2.3:3"}]}',
    ],
    [
      'of JSON values in lines',
      '{"ip":"192.0.2.1","port":1}\n{"ip":"192.0.2.2","port":2,"user":"anna","pass":"hush"}\n{"ip":"192.0.2.3","port":3,"protocol":"socks5"}\n',
    ],
  ])('%s', (_of, text) => {
    expect(urls(text)).toEqual(['http://192.0.2.1:1', 'http://anna:hush@192.0.2.2:2', 'socks5://192.0.2.3:3']);
    expect(readEndpointList(text, 'http').rejects).toEqual([]);
  });

  it('takes the scheme it is told where none is written', () => {
    expect(readEndpointList('192.0.2.1:1\nhttp://192.0.2.1:2', 'socks5').endpoints).toEqual([
      'socks5://192.0.2.1:1',
      'http://192.0.2.1:2',
    ]);
  });

  it('names what it rejects by line, without its words', () => {
    const read = readEndpointList('192.0.2.1:1\n\nanna:hush\n192.0.2.1:1\n', 'http');
    expect(read).toEqual({
      endpoints: ['http://192.0.2.1:1'],
      rejects: [{ line: 3, reason: 'the host is neither a name nor an address' }].map((reject) => ({
        ...reject,
        reason: expect.stringMatching(/^the (?:host|port) is /),
      })),
      rejected: 1,
      repeated: 1,
      attributes: new Map(),
      remarks: [],
      remarked: 0,
    });
    expect(readEndpointList('ip,port\n192.0.2.1,1\n192.0.2.1,x\n', 'http').rejects).toEqual([
      { line: 3, reason: 'the port is not a number from 1 to 65535' },
    ]);
    expect(readEndpointList('["192.0.2.1:1", 7]', 'http').rejects).toEqual([
      { line: 2, reason: 'the entry is neither a text nor an object' },
    ]);
  });

  it('may be empty', () => {
    expect(readEndpointList(' \n# nothing\n', 'http')).toEqual({
      endpoints: [],
      rejects: [],
      rejected: 0,
      repeated: 0,
      attributes: new Map(),
      remarks: [],
      remarked: 0,
    });
  });

  it.each([
    ['lines', '192.0.2.1:1 weight=2 Country=US # fast\n192.0.2.2:2 US\n'],
    ['CSV', 'ip,port,country,weight\n192.0.2.1,1,US,2\n192.0.2.2,2,unknown,\n'],
    ['JSON', '[{"ip":"192.0.2.1","port":1,"country":"us","weight":"2"},{"ip":"192.0.2.2","port":2,"country":null}]'],
  ])('says in %s what else is known', (_of, text) => {
    const { endpoints, attributes, remarked } = readEndpointList(text, 'http');
    expect([endpoints, remarked]).toEqual([['http://192.0.2.1:1', 'http://192.0.2.2:2'], 0]);
    expect([...attributes]).toEqual([['http://192.0.2.1:1', { weight: 2, country: 'us' }]]);
  });

  it('takes an endpoint whose place it cannot read, and says so', () => {
    const { endpoints, remarks, rejected } = readEndpointList('192.0.2.1:1\n192.0.2.2:2 country=Narnia', 'http');
    expect([endpoints.length, rejected]).toEqual([2, 0]);
    expect(remarks).toEqual([
      {
        line: 2,
        reason: 'it was taken without its country, which must be an ISO 3166-1 code of two letters, such as us or gb',
      },
    ]);
  });

  it('adds up what it says of an endpoint in several places', () => {
    const { attributes } = readEndpointList('h.example:1 country=us city=chicago\nh.example:1 city=boston', 'http');
    // Without its country the second city says nothing.
    expect(attributes.get('http://h.example:1')).toEqual({ country: 'us', city: 'chicago' });
  });

  it('has its bounds', () => {
    const lines = Array.from({ length: MOST_ENDPOINTS + 2 }, (_, at) => `h${at}.example:1`);
    const { endpoints, rejects } = readEndpointList([...lines, lines[0]].join('\n'), 'http');
    expect(endpoints).toHaveLength(MOST_ENDPOINTS);
    expect(rejects.map(({ line }) => line)).toEqual([MOST_ENDPOINTS + 1, MOST_ENDPOINTS + 2]);
    expect(readEndpointList('x\n'.repeat(5_000), 'http')).toMatchObject({
      rejected: 5_000,
      rejects: { length: 1_000 },
    });
    expect(readEndpointList(' '.repeat(LONGEST_LIST + 1), 'http').rejects).toEqual([
      { line: 1, reason: 'the list is larger than 4 MiB' },
    ]);
  });
});

it('makes of anything URLs that it reads as themselves, and reasons', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('\n', ',', ';', '{', '[', '"', ':', '@', 'ip,port', '192.0.2.1:8080', '{"ip":"h","port":1}', '#'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const { endpoints, rejects, rejected } = readEndpointList(pieces.join(''), 'http');
      expect(rejects).toHaveLength(rejected);
      expect(urls(endpoints.join('\n'))).toEqual(endpoints);
      expect(endpoints.filter((url) => !parseEndpointUrl(url))).toEqual([]);
      expect(urls(JSON.stringify(endpoints))).toEqual(endpoints);
    }),
    { numRuns: 1000 },
  );
});

it('reads the longest list in a moment', () => {
  for (const unit of ['"', '[', 'a:', '@', ',', '192.0.2.1:1 ', '{"data":', '\n']) {
    const text = unit.repeat(LONGEST_LIST / 8 / unit.length);
    expect(readEndpointList(text, 'http').endpoints.length).toBeLessThanOrEqual(1);
  }
});
