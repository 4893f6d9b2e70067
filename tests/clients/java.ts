/** The HTTP client of Java's standard library, which speaks HTTP to a proxy only. */
import { join } from 'node:path';
import { ensureProgram } from '../kit/program.ts';
import { uploadOf } from '../kit/upload.ts';
import { BY_HTTP, type ClientProgram } from './client.ts';
import { runProgram, versionOf } from './run-program.ts';
import { type Send, webClient } from './web-client.ts';

/** By default Java sends no Basic credentials with CONNECT (net.properties); everybody with such a proxy empties this. */
const OPTIONS = ['-Djdk.http.auth.tunneling.disabledSchemes=', '-XX:TieredStopAtLevel=1'];
const SOURCE = join(import.meta.dirname, 'fetch', 'Fetch.java');

const sendBy =
  (java: string, classes: string): Send =>
  async ({ gateway, username, secret, certificateFile }, { url, body }) => {
    using upload = uploadOf(body ?? Buffer.alloc(0));
    const { hostname, port } = new URL(`http://${gateway}`);
    const task = [hostname, port, username, secret, certificateFile, url, ...(body ? [upload.file] : [])];
    const { stdout, stderr } = await runProgram(java, [...OPTIONS, '-cp', classes, 'Fetch'], {
      input: task.join('\n'),
    });
    return { status: Number.parseInt(stderr, 10) || 0, body: stdout, said: stderr };
  };

export const javaClient: ClientProgram = {
  name: 'java HttpClient',
  ways: BY_HTTP,
  // It tries a secret that was refused twice more before it gives up.
  refusal: { HTTP: /too many authentication attempts/, CONNECT: /too many authentication attempts/, SOCKS5: /^$/ },
  async open({ folder: { path } }) {
    const java = await ensureProgram('java');
    // The compiler is a module of the JDK; a runtime alone has none.
    const { code, stderr } = await runProgram(java, [
      '-m',
      'jdk.compiler/com.sun.tools.javac.Main',
      '-d',
      path,
      SOURCE,
    ]);
    if (code !== 0) throw new Error(`no JDK, or it does not compile: ${stderr}`);
    return webClient(await versionOf(java), sendBy(java, path));
  },
};
