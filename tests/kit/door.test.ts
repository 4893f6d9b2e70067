import { expect, it } from 'vitest';
import { DOORS, httpPort, socksPort } from './door.ts';

const egress = { http: 'http://127.0.0.1:8080', socks5: 'socks5h://127.0.0.1:1080' };
const atlantic = {
  ready: {
    control: { url: 'http://127.0.0.1:8082' },
    egress,
    apiKey: '',
    credential: null,
    supply: null,
    pids: { supervisor: 0, control: 0, egress: [], supply: null },
  },
};

it('tells curl where to go', () => {
  expect(DOORS.map(({ name, options }) => [name, ...options(atlantic)])).toEqual([
    ['HTTP', '-x', egress.http],
    ['CONNECT', '-p', '-x', egress.http],
    ['SOCKS5', '--socks5-hostname', egress.socks5],
  ]);
});

it('knows the ports', () => {
  expect([httpPort(atlantic), socksPort(atlantic)]).toEqual([8080, 1080]);
});
