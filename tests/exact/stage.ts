/** The running program and the peers of a run. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { credentialListSchema } from '@atlantic/contract/api.ts';
import type { ConfigInput } from '@atlantic/contract/config/schema.ts';
import { type Atlantic, startAtlantic } from '../kit/atlantic.ts';
import { credentialOf, type TestCredential } from '../kit/credential.ts';
import { httpPort, socksPort } from '../kit/door.ts';
import { freePort } from '../kit/port.ts';
import { startTinyproxy } from '../kit/tinyproxy.ts';
import type { Origin } from './origin.ts';
import type { PlannedTransfer } from './plan.ts';
import { startTunnelOrigin } from './tunnel-origin.ts';
import { startWebOrigin } from './web-origin.ts';

export interface Stage extends AsyncDisposable {
  /** The gateway's port behind each door. */
  readonly doors: Readonly<Record<PlannedTransfer['kind']['door'], number>>;
  readonly origins: { readonly web: Origin; readonly tunnel: Origin };
  readonly credentials: ReadonlyMap<string, TestCredential>;
  /** Control's database. */
  readonly database: string;
}

/** Pools and routes by the pool that a kind asks for; `dead` are endpoints where nobody listens. */
function routing(transfers: readonly PlannedTransfer[], dead: readonly string[], alive: string) {
  const named = (pool: string) => [
    ...new Set(transfers.filter(({ kind }) => kind.pool === pool).map(({ credential }) => credential)),
  ];
  const route = (pool: string) => ({ match: { credentials: named(pool) }, pool });
  return {
    pools: [
      { name: 'direct', kind: 'direct' },
      { name: 'retried', kind: 'list', endpoints: [...dead.slice(0, 1), alive] },
      { name: 'dead', kind: 'list', endpoints: [...dead] },
    ],
    routes: [route('retried'), route('dead'), { pool: 'direct' }],
  } satisfies ConfigInput;
}

/** The credentials as clients use them. Control makes the user names. */
async function credentialsOf({ ready }: Atlantic, secret: string): Promise<Map<string, TestCredential>> {
  const answer = await fetch(`${ready.control.url}/api/v1/credentials`, {
    headers: { authorization: `Bearer ${ready.apiKey}` },
  });
  const { credentials } = credentialListSchema.parse(await answer.json());
  return new Map(credentials.map(({ name, username }) => [name, credentialOf(name, username, secret)]));
}

/** Starts everything that these transfers need. */
export async function startStage(transfers: readonly PlannedTransfer[]): Promise<Stage> {
  await using starting = new AsyncDisposableStack();
  const web = starting.use(await startWebOrigin());
  const tunnel = starting.use(await startTunnelOrigin());
  const proxy = starting.use(await startTinyproxy());
  const dead = await Promise.all([freePort(), freePort()]);
  const secret = randomBytes(16).toString('hex');
  const quotas = new Map(transfers.map(({ credential, quota }) => [credential, quota]));
  const config: ConfigInput = {
    egress: {
      listeners: [
        { bind: '127.0.0.1:0', protocols: ['http', 'socks5'] },
        { bind: '127.0.0.1:0', protocols: ['socks5'] },
      ],
      targets: { allowPrivate: true, deny: ['denied.example'] },
    },
    ...routing(
      transfers,
      dead.map((port) => `http://127.0.0.1:${port}`),
      proxy.url,
    ),
    credentials: [...quotas].map(([name, quota]) => ({ name, secret, ...quota })),
  };
  const atlantic = starting.use(await startAtlantic({ config }));
  const credentials = await credentialsOf(atlantic, secret);
  const peers = starting.move();
  return {
    doors: { http: httpPort(atlantic), socks5: socksPort(atlantic) },
    origins: { web, tunnel },
    credentials,
    database: join(atlantic.data, 'control.db'),
    [Symbol.asyncDispose]: () => peers.disposeAsync(),
  };
}
