import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everyCut, parsePieces, parseWhole } from './fixture/parse.ts';
import { createHtmlParser } from './html-parser.ts';

const read = (text: string) => parseWhole(createHtmlParser, text);

const PAGE = `<!doctype html><html><head><title>1.1.1.1:1</title><script>var x = "1.1.1.1:2";</script>
<style>a:1{}</style></head><body><p>Updated 10:05, see <a href="http://1.1.1.1:3/">the list</a></p>
<table><thead><tr><th>IP Address<th>Port<th>Type<th>Https</tr></thead>
<tr><td>1.2.3.4</td><td>80</td><td>SOCKS5</td><td>yes</td></tr>
<tr><td><span>1.2.3.5</span><b>:</b>81</td><td>HTTP, HTTPS</td></tr>
<tr><td>1.2.3.6<td>82<td>elite
<tr><td>1.2.3.7</td><td>n&#47;a</td></tr>
<tr><td><img src=x>&nbsp;US</td><td> 1.2.3.8 </td><td>
83 </td></tr></table>
<pre>1.2.4.1:80
1.2.4.2:80 US
</pre>1.2.4.3:80<br>1.2.4.4:80<ul><li>1.2.4.5</li><li>80</li></ul>
<textarea>5.5.5.5:1
5.5.5.6:2</textarea></body>`;
const FOUND = {
  entries: [
    'socks5://1.2.3.4:80',
    'http://1.2.3.5:81',
    '1.2.3.6:82',
    '1.2.3.8:83',
    '1.2.4.1:80',
    '1.2.4.2:80',
    '1.2.4.3:80',
    '1.2.4.4:80',
    '1.2.4.5:80',
    '5.5.5.5:1',
    '5.5.5.6:2',
  ],
  rejections: ['bad-port'],
};

it('reads rows of tables, and entries in other text', () => expect(read(PAGE)).toEqual(FOUND));

it('reads alike wherever it is cut', () => {
  for (const pieces of everyCut(PAGE)) expect(parsePieces(createHtmlParser, pieces)).toEqual(FOUND);
});

it('says of a page without entries that it is no list', () => {
  expect(read('<html><body><h1>403 Forbidden</h1></body></html>')).toEqual({ entries: [], rejections: ['unreadable'] });
});

it('does not hold a tag that never ends, nor a text', () => {
  const pieces = Array.from({ length: 1_100 }, () => Buffer.alloc(1_024, 'x'));
  const within = (before: string) => parsePieces(createHtmlParser, [Buffer.from(before), ...pieces]).rejections;
  expect(within('<a href="')).toEqual(['too-long', 'unreadable']);
  expect(new Set(within('<p>'))).toEqual(new Set(['too-long', 'unreadable']));
});

it('never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => void parseWhole(createHtmlParser, octets)));
  const markup = fc.stringMatching(/^(?:<\/?(?:tr|td|b|p|script)>|1\.2\.3\.4|:80|80| |&amp;|<|!--)*$/);
  fc.assert(fc.property(markup, (text) => void read(text)));
});
