/** Real proxies that a target can tell apart, a target that says who came, and the gateway between. */
import type { ConfigInput } from '@atlantic/contract/config/schema.ts';
import { type Atlantic, startAtlantic } from '../kit/atlantic.ts';
import { createCredential, type TestCredential } from '../kit/credential.ts';
import { type CurlResult, curl } from '../kit/curl.ts';
import { within } from '../kit/deadline.ts';
import { type Origin, type OriginRoutes, startOrigin } from '../kit/origin.ts';
import { startTinyproxy } from '../kit/tinyproxy.ts';

/** A proxy reaches targets from the loopback address of its number. */
export const addressOf = (proxy: number): string => `127.0.0.${20 + proxy}`;

export interface Stage extends AsyncDisposable {
  readonly atlantic: Atlantic;
  readonly origin: Origin;
  readonly credential: TestCredential;
  /** The URL of each proxy, by its number from 0. */
  readonly proxies: readonly string[];
  /** Asks for PATH of the origin, with options behind the user name and arguments of curl. */
  readonly ask: (path: string, options?: string, ...args: string[]) => Promise<CurlResult>;
  /** The address that the origin sees. */
  readonly seen: (options?: string, ...args: string[]) => Promise<string>;
}

export async function startStage(
  count: number,
  configOf: (proxies: readonly string[]) => ConfigInput,
  routes: OriginRoutes = {},
  home?: string,
): Promise<Stage> {
  const proxies = await Promise.all(Array.from({ length: count }, (_, at) => startTinyproxy({ from: addressOf(at) })));
  const origin = await startOrigin({
    seen: ({ request, response }) => response.end(request.socket.remoteAddress),
    ...routes,
  });
  const urls = proxies.map(({ url }) => url);
  const atlantic = await startAtlantic({
    config: { ...configOf(urls), egress: { targets: { allowPrivate: true } } },
    ...(home !== undefined && { home }),
  });
  const credential = await createCredential(atlantic, 'scraper');
  const ask: Stage['ask'] = (path, options = '', ...args) => {
    const user = `${credential.username}${options}:${credential.secret}`;
    return curl(['-x', atlantic.ready.egress.http, '-U', user, ...args, `${origin.url}${path}`]);
  };
  return {
    atlantic,
    origin,
    credential,
    proxies: urls,
    ask,
    seen: async (options, ...args) => (await ask('/seen', options, ...args)).stdout.toString(),
    async [Symbol.asyncDispose]() {
      await atlantic[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
      await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
    },
  };
}

/** Asks until the answer is as wanted; fails with `what` when that takes too long. */
export async function until<T>(what: string, ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  let over = false;
  const asking = async () => {
    for (;;) {
      const answer = await ask();
      if (over || wanted(answer)) return answer;
    }
  };
  return within(30, what, asking()).finally(() => {
    over = true;
  });
}
