/** Every way in which curl can be told of a proxy. */
import type { CurlStage } from './stage.ts';

export interface Way {
  readonly name: string;
  readonly kind: 'http' | 'tunnel' | 'socks';
  /** `login` is `USER:SECRET@`, or nothing; the other options say who comes where it is nothing. */
  readonly options: (stage: CurlStage, login: string) => readonly string[];
  /** Kinds of targets, where it is not all. */
  readonly hosts?: readonly string[];
  readonly env?: (stage: CurlStage, login: string) => Readonly<Record<string, string>>;
}

const tls = ({ certificate }: CurlStage) => ['--proxy-cacert', certificate.authority];
const plain = ({ doors }: CurlStage, login: string, scheme = 'http') => `${scheme}://${login}${doors.plain}`;

export const WAYS: readonly Way[] = [
  { name: '-x http', kind: 'http', options: (stage, login) => ['-x', plain(stage, login)] },
  { name: '-x http, IPv6', kind: 'http', options: ({ doors }, login) => ['-x', `http://${login}${doors.six}`] },
  {
    name: '-x https',
    kind: 'http',
    options: (stage, login) => ['-x', `https://${login}${stage.doors.tls}`, ...tls(stage)],
  },
  { name: 'http_proxy', kind: 'http', options: () => [], env: (stage, login) => variables(plain(stage, login)) },
  { name: '--proxy1.0', kind: 'http', options: ({ doors }, login) => ['--proxy1.0', `${login}${doors.plain}`] },
  {
    name: '--preproxy',
    kind: 'http',
    // Asked for an IPv6 target, curl 7.88 breaks its talk with the first proxy off, whatever the second one is.
    hosts: ['127.0.0.1', 'localhost'],
    options: (stage, login) => ['--preproxy', stage.before, '-x', plain(stage, login)],
  },
  { name: '-p -x http', kind: 'tunnel', options: (stage, login) => ['-p', '-x', plain(stage, login)] },
  {
    name: '-p -x https',
    kind: 'tunnel',
    options: (stage, login) => ['-p', '-x', `https://${login}${stage.doors.tls}`, ...tls(stage)],
  },
  {
    name: '-p --proxy1.0',
    kind: 'tunnel',
    options: ({ doors }, login) => ['-p', '--proxy1.0', `${login}${doors.plain}`],
  },
  { name: '--socks5', kind: 'socks', options: ({ doors }, login) => ['--socks5', `${login}${doors.plain}`] },
  {
    name: '--socks5-hostname',
    kind: 'socks',
    options: ({ doors }, login) => ['--socks5-hostname', `${login}${doors.plain}`],
  },
  { name: '-x socks5h, IPv6', kind: 'socks', options: ({ doors }, login) => ['-x', `socks5h://${login}${doors.six}`] },
  {
    name: 'ALL_PROXY',
    kind: 'socks',
    options: () => [],
    env: (stage, login) => ({ ALL_PROXY: plain(stage, login, 'socks5h') }),
  },
];

const variables = (url: string) => ({ http_proxy: url, HTTPS_PROXY: url });
