/** One page in a browser context of its own, behind a proxy that asks for a password. */
import type { DevTools, Params } from './devtools.ts';

export interface PageOptions {
  /** `http://HOST:PORT` */
  readonly proxy: string;
  readonly username: string;
  readonly secret: string;
}

export interface Page extends AsyncDisposable {
  /** Opens `url`; the status of its answer, 0 when there was none, and the browser's word for what went wrong. */
  readonly open: (url: string) => Promise<{ status: number; error: string }>;
  /** The value that a JavaScript expression comes to in the page. Rejects when it throws there. */
  readonly evaluate: (expression: string) => Promise<unknown>;
}

/** Answers what the browser asks the person in front of it: once with the secret, then it cancels. */
function answerQuestions(devTools: DevTools, sessionId: string, { username, secret }: PageOptions) {
  const asked = new Set<unknown>();
  return (method: string, { requestId, authChallenge }: Params): void => {
    const call = (name: string, params: Params) => void devTools.call(name, params, sessionId).catch(() => {});
    if (method === 'Fetch.requestPaused') call('Fetch.continueRequest', { requestId });
    if (method !== 'Fetch.authRequired') return;
    const isFirst = !asked.has(requestId) && (authChallenge as { source?: string }).source === 'Proxy';
    asked.add(requestId);
    const answer = isFirst
      ? { response: 'ProvideCredentials', username, password: secret }
      : { response: 'CancelAuth' };
    call('Fetch.continueWithAuth', { requestId, authChallengeResponse: answer });
  };
}

/** A context has its own cache of passwords, so that no page profits from what another was told. */
export async function openPage(devTools: DevTools, options: PageOptions): Promise<Page> {
  const { browserContextId } = await devTools.call('Target.createBrowserContext', {
    proxyServer: options.proxy,
    // Without this, loopback goes past the proxy.
    proxyBypassList: '<-loopback>',
  });
  const { targetId } = await devTools.call('Target.createTarget', { url: 'about:blank', browserContextId });
  const attached = await devTools.call('Target.attachToTarget', { targetId, flatten: true });
  const sessionId = String(attached.sessionId);
  const call = (method: string, params?: Params) => devTools.call(method, params, sessionId);

  const answer = answerQuestions(devTools, sessionId, options);
  let status = 0;
  const listening = devTools.listen(sessionId, (method, params) => {
    answer(method, params);
    if (method !== 'Network.responseReceived' || params.type !== 'Document') return;
    status = (params.response as { status: number }).status;
  });
  await call('Network.enable');
  await call('Page.enable');
  await call('Fetch.enable', { handleAuthRequests: true });
  return {
    async open(url) {
      status = 0;
      const { errorText } = await call('Page.navigate', { url });
      return { status, error: String(errorText ?? '') };
    },
    async evaluate(expression) {
      const { result, exceptionDetails } = await call('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value?: unknown }).value;
    },
    async [Symbol.asyncDispose]() {
      await devTools.call('Target.disposeBrowserContext', { browserContextId });
      listening[Symbol.dispose]();
    },
  };
}
