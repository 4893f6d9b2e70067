/** One gateway in front of every kind of upstream proxy; a credential of the kind's name leads through it. */
import { type Atlantic, startAtlantic } from '../kit/atlantic.ts';
import { credentialOf, type TestCredential } from '../kit/credential.ts';
import { type Origin, startOrigin } from '../kit/origin.ts';
import { freePort } from '../kit/port.ts';
import { FAULTS, SCHEMES, type Scheme, startFault } from './faults.ts';
import { KINDS } from './kinds.ts';
import { startTalkOrigin } from './origin.ts';

export interface Arena extends AsyncDisposable {
  readonly atlantic: Atlantic;
  /** A web server, and a target without HTTP. */
  readonly web: Origin;
  readonly talkPort: number;
  readonly closedPort: number;
  /** Where an upstream proxy is, as a target. */
  readonly endpointUrl: string;
  /** Of a kind; `wrong` leads to it with a wrong password. */
  readonly credential: (kind: string, wrong?: 'wrong') => TestCredential;
  /** Of a proxy that speaks `scheme` and fails. */
  readonly faulty: (fault: number, scheme: Scheme) => TestCredential;
}

const SECRET = 'secret-of-the-client';
const AUTH = { username: 'gateway', password: 'password-of-the-upstream' };

interface Lane {
  readonly name: string;
  readonly endpoint: string;
  readonly ca?: string | undefined;
}

const faultName = (fault: number, scheme: Scheme): string => `fault${fault}${scheme}`;

async function openLanes(peers: AsyncDisposableStack): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (const { name, start, scheme, login } of KINDS) {
    const proxy = peers.use(await start(login ? { auth: AUTH } : {}));
    const endpoint = scheme ? proxy.url.replace(/^[^:]+/, scheme) : proxy.url;
    const ca = 'issuerFile' in proxy ? proxy.issuerFile : undefined;
    lanes.push({ name, endpoint, ca });
    if (login) lanes.push({ name: `${name}wrong`, endpoint: endpoint.replace(AUTH.password, 'another'), ca });
  }
  for (const [at, fault] of FAULTS.entries()) {
    const { port } = peers.use(await startFault(fault));
    for (const scheme of SCHEMES)
      lanes.push({ name: faultName(at, scheme), endpoint: `${scheme}://127.0.0.1:${port}` });
  }
  return lanes;
}

export async function openArena(): Promise<Arena> {
  await using opened = new AsyncDisposableStack();
  const web = opened.use(await startOrigin());
  const talk = opened.use(await startTalkOrigin());
  const lanes = await openLanes(opened);
  const config = {
    egress: { targets: { allowPrivate: true } },
    pools: lanes.map(({ name, endpoint, ca }) => ({
      name,
      kind: 'list' as const,
      endpoints: [endpoint],
      ...(ca !== undefined && { ca }),
    })),
    routes: lanes.map(({ name }) => ({ match: { credentials: [name] }, pool: name })),
    credentials: lanes.map(({ name }) => ({ name, secret: SECRET })),
  };
  const atlantic = opened.use(await startAtlantic({ config }));
  const closedPort = await freePort();
  const owner = opened.move();
  const credential = (name: string) => credentialOf(name, name, SECRET);
  return {
    atlantic,
    web,
    talkPort: talk.port,
    closedPort,
    endpointUrl: `http://${new URL(lanes[0]?.endpoint ?? '').host}`,
    credential: (kind, wrong = undefined) => credential(`${kind}${wrong ?? ''}`),
    faulty: (fault, scheme) => credential(faultName(fault, scheme)),
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  };
}
