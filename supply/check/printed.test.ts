import { csvRows } from '@atlantic/contract/endpoint-list/csv.ts';
import { expect, it } from 'vitest';
import type { Candidate } from '../candidate.ts';
import type { Alive, Dead } from '../verdict.ts';
import { headLine, printedLine } from './printed.ts';

const candidate: Candidate = { kind: undefined, host: '192.0.2.1', port: 8080, username: 'anna', password: 'a,b' };
const alive: Alive = {
  ...{ alive: true, address: { ...candidate, kind: 'socks5' }, checkedAt: 0, mode: 'full', anonymity: 'elite' },
  ...{ exit: '192.0.2.2', country: 'de', asn: null, network: 'A "B", C', tls: true, confirmed: null },
  ...{ connectMs: 1, firstByteMs: 2, totalMs: 3.4 },
};
const dead: Dead = { alive: false, stage: 'connect', code: 'connection_refused', detail: undefined, checkedAt: 0 };

it('prints URLs that can be used, and the dead as comments without their password', () => {
  expect(printedLine('text', candidate, alive)).toBe('socks5://anna:a%2Cb@192.0.2.1:8080');
  expect(printedLine('text', candidate, dead)).toBe('# 192.0.2.1:8080 connect connection_refused');
  expect(headLine('text')).toBeUndefined();
});

it('prints an object a line', () => {
  expect(JSON.parse(printedLine('json', candidate, alive))).toMatchObject({
    ...{ url: 'socks5://anna:a%2Cb@192.0.2.1:8080', protocol: 'socks5', alive: true, anonymity: 'elite' },
    ...{ latencyMs: 3, exit: '192.0.2.2', code: null },
  });
  expect(JSON.parse(printedLine('json', candidate, dead))).toMatchObject({
    ...{ url: 'anna:a%2Cb@192.0.2.1:8080', protocol: null, alive: false, stage: 'connect', code: 'connection_refused' },
  });
});

it('prints a table that can be read back', () => {
  const lines = [headLine('csv'), printedLine('csv', candidate, alive), printedLine('csv', candidate, dead)];
  const [head = { fields: [] }, ...rows] = csvRows(lines.join('\n'), ',');
  const cell = (row: number, name: string) => rows[row]?.fields[(head.fields as readonly string[]).indexOf(name)];
  expect([cell(0, 'network'), cell(0, 'alive'), cell(0, 'asn')]).toEqual(['A "B", C', 'true', '']);
  expect([cell(1, 'code'), cell(1, 'protocol')]).toEqual(['connection_refused', '']);
});
