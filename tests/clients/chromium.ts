/** Headless Chromium, asked for the password by the proxy as a person would be. It knows no passwords for SOCKS5. */
import { ensureProgram } from '../kit/program.ts';
import { type Browser, startBrowser } from './browser.ts';
import { type Answer, BY_HTTP, type ClientProgram, type Passage } from './client.ts';
import { openPage } from './page.ts';
import { versionOf } from './run-program.ts';
import { type WebRequest, webClient } from './web-client.ts';

interface Fetched {
  readonly status: number;
  /** Base64. */
  readonly content: string;
}

/** Runs in the page. */
const fetchExpression = (url: string, body: Buffer | undefined): string => `(async () => {
  const sent = ${body ? `Uint8Array.fromBase64('${body.toString('base64')}')` : 'undefined'};
  const answer = await fetch('${url}', sent && { method: 'POST', body: sent });
  return { status: answer.status, content: new Uint8Array(await answer.arrayBuffer()).toBase64() };
})()`;

async function send(browser: Browser, passage: Passage, { url, body }: WebRequest): Promise<Answer> {
  const { gateway, username, secret, origin } = passage;
  await using page = await openPage(browser.devTools, { proxy: `http://${gateway}`, username, secret });
  // A page of the origin, from where its other addresses may be fetched.
  const { status, error } = await page.open(`${origin}/echo`);
  if (status !== 200) return { status, body: Buffer.alloc(0), said: error };
  const fetched = (await page.evaluate(fetchExpression(url, body))) as Fetched;
  return { status: fetched.status, body: Buffer.from(fetched.content, 'base64'), said: error };
}

export const chromiumClient: ClientProgram = {
  name: 'chromium',
  ways: BY_HTTP,
  refusal: {
    HTTP: /^407 /,
    // It asks for the password again; when nobody answers, it shows the gateway's 407 as it came.
    CONNECT: /^407 .*ERR_HTTP_RESPONSE_CODE_FAILURE/,
    SOCKS5: /^$/,
  },
  async open({ folder, certificateFile }) {
    const program = await ensureProgram('chromium');
    const browser = await startBrowser(program, folder.path, certificateFile);
    const end = async () => {
      await browser[Symbol.asyncDispose]();
    };
    return webClient(await versionOf(program), (passage, request) => send(browser, passage, request), end);
  },
};
