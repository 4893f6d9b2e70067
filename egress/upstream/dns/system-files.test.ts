import { describe, expect, it } from 'vitest';
import { isSystemName, mayKnowMore, readHosts } from './system-files.ts';

it('reads every address of every name of a hosts file, in its order', () => {
  const hosts = readHosts(
    [
      '# names of this house',
      '127.0.0.1 localhost',
      '192.0.2.1\tMail.Example. mail   # the post',
      '2001:db8::1 mail.example',
      '192.0.2.1 mail.example',
      'not-an-address mail.example',
      '',
      '192.0.2.9',
    ].join('\r\n'),
  );
  expect(Object.fromEntries(hosts)).toEqual({
    localhost: ['127.0.0.1'],
    'mail.example': ['192.0.2.1', '2001:db8::1'],
    mail: ['192.0.2.1'],
  });
});

describe('the system may know more than the name servers', () => {
  it.each<[what: string, resolvConf: string, nsswitch: string, more: boolean]>([
    ['nothing is said', '', '', false],
    ['there are name servers only', 'nameserver 192.0.2.53\noptions ndots:5\n', 'hosts: files dns\n', false],
    ['domains are searched', 'search example.org example.com\n', 'hosts: files dns\n', true],
    ['there is a domain', 'domain example.org # ours\n', '', true],
    ['the root is searched', 'search .\n', '', false],
    ['that is a comment', '#search example.org\n; search example.org\n', '# hosts: nis\n', false],
    [
      'systemd and mDNS are asked',
      '',
      'hosts: mymachines resolve [!UNAVAIL=return] files myhostname mdns4_minimal [NOTFOUND=return] dns\n',
      false,
    ],
    ['there is a directory', '', 'hosts:files [success=return] nis dns\n', true],
  ])('%s', (_what, resolvConf, nsswitch, more) => expect(mayKnowMore(resolvConf, nsswitch)).toBe(more));
});

it.each<[host: string, system: boolean]>([
  ['printer', true],
  ['printer.', true],
  ['printer.local', true],
  ['a.b.LOCALHOST.', true],
  ['local.example', false],
  ['notlocal', true],
  ['www.notlocal', false],
])('is %s for the system alone? %s', (host, system) => expect(isSystemName(host)).toBe(system));
