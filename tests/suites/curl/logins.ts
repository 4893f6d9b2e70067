/** Every way in which curl can say who it is to a proxy, by every way to a proxy. */
import type { Cell } from '../../upstreams/table.ts';
import { runCurl } from './matrix.ts';
import { type CurlStage, SECRET, USERNAME } from './stage.ts';
import { WAYS, type Way } from './ways.ts';

const USER = `${USERNAME}:${SECRET}`;
const HEADER = `Proxy-Authorization: Basic ${Buffer.from(USER).toString('base64')}`;

interface Login {
  readonly name: string;
  /** In the proxy's URL. */
  readonly login?: string;
  readonly options?: readonly string[];
  /** What the gateway makes of it; absent where curl has no such thing by this way. */
  readonly expected: (kind: Way['kind']) => 'ok' | 'refused' | undefined;
}

const all = (outcome: 'ok' | 'refused') => () => outcome;
const byHttp = (outcome: 'ok' | 'refused') => (kind: Way['kind']) => (kind === 'socks' ? undefined : outcome);
const bySocks = (outcome: 'ok' | 'refused') => (kind: Way['kind']) => (kind === 'socks' ? outcome : undefined);

/** The gateway asks for Basic (RFC 7617) and for user name and password (RFC 1929), and for nothing else. */
const LOGINS: readonly Login[] = [
  { name: '-U', options: ['-U', USER], expected: all('ok') },
  { name: 'in the URL', login: `${USER}@`, expected: all('ok') },
  { name: '--proxy-basic', options: ['--proxy-basic', '-U', USER], expected: byHttp('ok') },
  { name: '--proxy-anyauth', options: ['--proxy-anyauth', '-U', USER], expected: byHttp('ok') },
  { name: '--proxy-header', options: ['--proxy-header', HEADER], expected: byHttp('ok') },
  { name: '--socks5-basic', options: ['--socks5-basic', '-U', USER], expected: bySocks('ok') },
  { name: 'nobody', expected: all('refused') },
  { name: 'a wrong secret', options: ['-U', `${USERNAME}:wrong`], expected: all('refused') },
  { name: '--proxy-digest', options: ['--proxy-digest', '-U', USER], expected: byHttp('refused') },
  { name: '--proxy-ntlm', options: ['--proxy-ntlm', '-U', USER], expected: byHttp('refused') },
  { name: '--proxy-negotiate', options: ['--proxy-negotiate', '-U', USER], expected: byHttp('refused') },
  { name: '--socks5-gssapi', options: ['--socks5-gssapi', '-U', USER], expected: bySocks('refused') },
];

/** Refused: an HTTP 407, or curl's own exits for a tunnel (56) or a SOCKS handshake (97) that was refused. */
async function outcomeOf(stage: CurlStage, way: Way, { login = '', options = [] }: Login): Promise<string> {
  const before = stage.web.requests();
  const url = `http://127.0.0.1:${stage.web.ports.http}/body`;
  const ended = await runCurl(stage, {
    way,
    login,
    options: [...options, '-o', '/dev/null', '-w', '%{http_code} %{http_connect}', url],
  });
  const [status, connect] = ended.stdout.toString().split(' ');
  const reached = stage.web.requests() - before;
  if (ended.code === 0 && status === '200' && reached === 1) return 'ok';
  const said = status === '407' || (ended.code === 56 && connect === '407') || ended.code === 97;
  return said && reached === 0
    ? 'refused'
    : `exit ${ended.code}, status ${status}, ${reached} requests: ${ended.stderr.trim()}`;
}

/** One after another: what reaches the web server is counted. */
export async function loginMatrix(stage: CurlStage): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const login of LOGINS)
    for (const way of WAYS) {
      const expected = login.expected(way.kind);
      const outcome = expected === undefined ? '-' : await outcomeOf(stage, way, login);
      cells.push({ row: login.name, column: way.name, outcome, good: expected === undefined || outcome === expected });
    }
  return cells;
}
