import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Gateway } from '../gateway.ts';
import { type Intent, STATUS_HOST } from '../intent.ts';
import { refusalReader } from '../provider/refusal.ts';
import { render } from '../provider/render.ts';
import { connectDirect } from '../upstream/direct.ts';
import { connectHttpProxy } from '../upstream/http-proxy.ts';
import { connectSocks5Proxy } from '../upstream/socks5.ts';
import { statusPage } from '../upstream/status-page.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Pool, View } from '../view.ts';
import type { Lease } from './lease.ts';

export interface ConnectContext {
  view: View;
  credential: SnapshotCredential;
  intent: Intent;
  pool: Pool;
  lease: Lease;
}

/** A connection that leads to the target through the leased exit. Rejects with the code of what failed. */
export async function connect(gateway: Gateway, context: ConnectContext): Promise<Upstream> {
  const { view, credential, intent, pool, lease } = context;
  const { resolve, ending } = gateway;
  const { endpoint } = lease.exit;
  if (intent.target.host === STATUS_HOST) {
    const left = await gateway.quotaLeft(credential);
    const { session = null } = intent.options;
    const { exit, why } = lease;
    return statusPage({ credential: credential.name, pool: pool.name, exit: exit.address, why, session, left });
  }
  if (endpoint === 'direct') return connectDirect({ target: intent.target, policy: view.targets, resolve, ending });
  const { provider } = pool;
  const login = provider && render(provider, intent.options, credential.id);
  if (endpoint.kind === 'socks5') return connectSocks5Proxy({ endpoint, intent, resolve, ending, login });
  const refusal = provider && refusalReader(provider, intent.protocol === 'http' ? 'forward' : 'tunnel');
  return connectHttpProxy({ endpoint, intent, resolve, ending, login, refusal });
}
