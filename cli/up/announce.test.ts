import { expect, it } from 'vitest';
import { type Announcement, announce, announcePlane } from './announce.ts';

const announcement: Announcement = {
  version: '0.1.0',
  control: {
    kind: 'control-ready',
    url: 'http://127.0.0.1:8082',
    apiKeyFile: '/srv/data/api-key',
    firstStart: true,
    demoFile: '/srv/my data/demo-credential',
    planeTokenFile: '/srv/data/plane-token',
    supplyTokenFile: '/srv/data/supply-token',
  },
  listeners: [
    { bind: '127.0.0.1:8080', protocols: ['http', 'socks5'] },
    { bind: '0.0.0.0:1080', protocols: ['socks5'] },
  ],
  supply: { kind: 'supply-ready', url: 'http://127.0.0.1:8083', bind: '127.0.0.1:8083' },
  configFile: undefined,
  dataOption: undefined,
  apiKey: undefined,
};

it('says where everything is, and a line that works without the internet', () => {
  expect(announce(announcement)).toBe(`Atlantic 0.1.0 serves.

  control         http://127.0.0.1:8082
  proxy           127.0.0.1:8080  HTTP and CONNECT, SOCKS5
  proxy           127.0.0.1:1080  SOCKS5
  supply          http://127.0.0.1:8083
  API key         /srv/data/api-key
  configuration   built-in defaults

Try it:
  curl -x http://127.0.0.1:8080 -U "$(cat '/srv/my data/demo-credential')" http://atlantic.status/

Stop it with Ctrl-C.`);
});

it('shows the key itself where it is handed one', () => {
  expect(announce({ ...announcement, apiKey: 'atl_k_x' })).toContain('atl_k_x  (kept in /srv/data/api-key)');
});

it('says which listener speaks inside TLS', () => {
  const listeners = [{ bind: '0.0.0.0:8443', protocols: ['http' as const], tls: true as const }];
  const text = announce({ ...announcement, listeners });
  expect(text).toContain('proxy           https://127.0.0.1:8443  HTTP and CONNECT\n');
  expect(text).toContain('curl -x https://127.0.0.1:8443 -U ');
});

it('uses SOCKS5 where no listener speaks HTTP', () => {
  const listeners = announcement.listeners.slice(1);
  expect(announce({ ...announcement, listeners })).toContain('curl -x socks5h://127.0.0.1:1080 -U ');
});

it('says how to make a credential when there is no demo one', () => {
  const control = { ...announcement.control, demoFile: null };
  const text = announce({ ...announcement, control, dataOption: '/srv/my data' });
  expect(text).toContain("npx atlantic credential create --name NAME --data '/srv/my data'");
  expect(text).not.toContain('curl');
});

it('says of a plane alone where it serves and for whom', () => {
  const { version, listeners } = announcement;
  expect(announcePlane({ version, control: 'https://control.test', listeners, data: '/srv/data' })).toBe(
    `Atlantic ${version} serves as a plane.

  control   https://control.test
  proxy     127.0.0.1:8080  HTTP and CONNECT, SOCKS5
  proxy     127.0.0.1:1080  SOCKS5
  data      /srv/data

Stop it with Ctrl-C.`,
  );
});
