import { randomInt } from 'node:crypto';
import type { SnapshotProvider } from '@atlantic/contract/provider/schema.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import type { Gateway } from '../gateway.ts';
import { STATUS_HOST } from '../intent.ts';
import { refusalReader } from '../provider/refusal.ts';
import { render } from '../provider/render.ts';
import type { Kept, Way } from '../relay/kept.ts';
import { connectDirect, type Source } from '../upstream/direct.ts';
import type { Login } from '../upstream/login.ts';
import { connectProxy, type ProxyRequest } from '../upstream/proxy.ts';
import { readSigns } from '../upstream/proxy-signs.ts';
import { drawForSession, isOneAddress, sourceAddress } from '../upstream/source-address.ts';
import { statusPage } from '../upstream/status-page.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Lease } from './lease.ts';
import type { HeldSession, SessionAsked } from './session.ts';
import { spareOf } from './spare.ts';

export interface ConnectContext extends SessionAsked {
  lease: Lease;
  session: HeldSession | undefined;
  /** Of the client's connection. */
  kept?: Kept | undefined;
  /** A connection that was kept may fail under a request, so only one that may be sent twice goes out by it. */
  mayReuse?: boolean;
}

const WORD = 2 ** 32;

/** Where a direct exit leaves from: of a prefix, the address of the session, or a new one for each connection. */
function sourceOf({ exit, session }: Lease): Source | undefined {
  if (!exit.source) return undefined;
  const draw = session === undefined ? () => randomInt(WORD) : drawForSession(session, exit.candidate.hash);
  return { family: exit.source.family, address: sourceAddress(exit.source, draw) };
}

function loginOf({ username, password = '' }: SnapshotEndpoint): Login | undefined {
  return username === undefined ? undefined : { username, password };
}

/** How a provider's gateway is told what was asked for, and how its own answers are read. */
function atProvider(
  provider: SnapshotProvider,
  { intent, credential, session }: ConnectContext,
): Pick<ProxyRequest, 'login' | 'readAnswer'> {
  const read = refusalReader(provider, intent.protocol === 'http' ? 'forward' : 'tunnel');
  return {
    login: render(provider, intent.options, credential.id, session?.life),
    readAnswer: (head) => read(head) ?? readSigns(head),
  };
}

/** A proxy that forwards has shown that it works when an answer is there that is not its own refusal. */
function watched(http: Extract<Upstream['http'], { form: 'absolute' }>, lease: Lease): typeof http {
  return {
    ...http,
    readAnswer(head) {
      const error = http.readAnswer(head);
      // How long it took was up to the target.
      if (!error) lease.succeeded(false);
      return error;
    },
  };
}

/**
 * The way of a request whose connection may carry the next one. Not through a provider, nor through a proxy without a
 * session: behind those each connection may have an exit of its own, and so it is with a prefix.
 */
function wayOf({ credential, intent, pool, lease }: ConnectContext): Way | undefined {
  const { exit, session } = lease;
  if (intent.protocol !== 'http' || pool.provider) return undefined;
  const fixed = exit.endpoint === 'direct' && (!exit.source || isOneAddress(exit.source));
  return fixed || session !== undefined ? { exit, credential, session, ...intent.target } : undefined;
}

/** With what keeps it for the next request. */
const keepable = (upstream: Upstream, kept: Kept, way: Way): Upstream => ({
  ...upstream,
  keep: () => kept.put(way, { ...upstream, reused: true }),
});

async function open(gateway: Gateway, context: ConnectContext): Promise<Upstream> {
  const { account, intent, pool, lease } = context;
  const { resolve, tls, ending } = gateway;
  const { endpoint } = lease.exit;
  const { targets: policy } = account;
  if (endpoint === 'direct')
    return connectDirect({ target: intent.target, source: sourceOf(lease), policy, resolve, ending });
  const { names = 'upstream', ca } = pool;
  const knowing = pool.provider ? atProvider(pool.provider, context) : { login: loginOf(endpoint) };
  const upstream = await connectProxy({
    endpoint,
    ...knowing,
    intent,
    names,
    policy,
    resolve,
    tls,
    ca,
    spare: spareOf(gateway, pool, lease.exit),
    onStage: lease.at,
    ending,
  });
  if (upstream.http.form === 'origin') lease.succeeded(true);
  return upstream;
}

/** A connection that leads to the target through the leased exit. Rejects with the code of what failed. */
export async function connect(gateway: Gateway, context: ConnectContext): Promise<Upstream> {
  const { credential, intent, pool, lease, session, kept, mayReuse } = context;
  if (intent.target.host === STATUS_HOST) {
    const left = await gateway.quotaLeft(credential);
    const { session: name } = intent.options;
    const shown = name === undefined ? null : { name, since: session?.since, endsAt: session?.endsAt };
    const { exit, why } = lease;
    const { exitAddress } = exit.candidate;
    return statusPage({
      credential: credential.name,
      pool: pool.name,
      exit: exit.address,
      exitAddress,
      why,
      session: shown,
      left,
    });
  }
  const way = kept && wayOf(context);
  const reused = way && mayReuse ? kept.take(way) : undefined;
  if (reused) lease.at('answer');
  const opened = reused ?? (await open(gateway, context));
  const upstream = kept && way ? keepable(opened, kept, way) : opened;
  return upstream.http.form === 'absolute' ? { ...upstream, http: watched(upstream.http, lease) } : upstream;
}
