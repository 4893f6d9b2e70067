/** Everything a run of curl can be pointed at: a gateway with plain, TLS and IPv6 doors, a web server, another proxy before it. */
import { type Atlantic, startAtlantic } from '../../kit/atlantic.ts';
import { type SignedCertificate, signCertificate } from '../../kit/certificate.ts';
import { temporaryFolder } from '../../kit/folder.ts';
import { startMicrosocks } from '../../kit/microsocks.ts';
import { freePort } from '../../kit/port.ts';
import { writeFiles } from './acts.ts';
import { startWeb, type Web } from './web.ts';

export interface CurlStage extends AsyncDisposable {
  readonly atlantic: Atlantic;
  readonly web: Web;
  readonly certificate: SignedCertificate;
  /** `HOST:PORT` of each door. */
  readonly doors: Readonly<Record<'plain' | 'tls' | 'six', string>>;
  /** `socks5h://…` of another proxy, which curl goes through first. */
  readonly before: string;
  /** An absolute path for files. */
  readonly folder: string;
}

export const USERNAME = 'client';
export const SECRET = 'secret-of-the-client';

export async function setCurlStage(): Promise<CurlStage> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(temporaryFolder('curl'));
  writeFiles(folder.path);
  const certificate = await signCertificate(folder.path, ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1']);
  const web = opened.use(await startWeb(certificate));
  const before = opened.use(await startMicrosocks()).url;
  const [plain, tls, six] = [await freePort(), await freePort(), await freePort()];
  const doors = { plain: `127.0.0.1:${plain}`, tls: `localhost:${tls}`, six: `[::1]:${six}` };
  const atlantic = opened.use(
    await startAtlantic({
      config: {
        egress: {
          targets: { allowPrivate: true },
          listeners: [
            { bind: doors.plain },
            { bind: `127.0.0.1:${tls}`, tls: { certificate: certificate.certificate, key: certificate.key } },
            { bind: doors.six },
          ],
        },
        credentials: [{ name: USERNAME, secret: SECRET }],
      },
    }),
  );
  const owner = opened.move();
  return {
    atlantic,
    web,
    certificate,
    doors,
    before,
    folder: folder.path,
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  };
}
