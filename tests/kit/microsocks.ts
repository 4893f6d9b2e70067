/** MicroSocks (https://github.com/rofl0r/microsocks) as an upstream proxy: SOCKS5 CONNECT, names resolved by it. */
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy, type UpstreamProxyOptions } from './upstream-proxy.ts';

export async function startMicrosocks(options: UpstreamProxyOptions = {}): Promise<UpstreamProxy> {
  const program = await ensureProgram('microsocks');
  const port = await freePort();
  // It takes a password in its arguments only; this one is made up for the test.
  const auth = options.auth ? ['-u', options.auth.username, '-P', options.auth.password] : [];
  const from = options.from === undefined ? [] : ['-b', options.from];
  const place = { folder: temporaryFolder('microsocks'), port, scheme: 'socks5h' as const };
  return startProxyProgram(program, ['-i', '127.0.0.1', '-p', String(port), ...auth, ...from], place, options);
}
