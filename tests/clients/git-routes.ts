/** git's own server program behind the test's web server: smart HTTP, by CGI (RFC 3875). */
import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OriginRoutes } from '../kit/origin.ts';

const HEAD_END = '\r\n\r\n';

function environment(root: string, { method, url, headers }: IncomingMessage): NodeJS.ProcessEnv {
  const { pathname, search } = new URL(url ?? '/', 'http://origin');
  const optional = {
    CONTENT_TYPE: headers['content-type'],
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding']?.toString(),
    GIT_PROTOCOL: headers['git-protocol']?.toString(),
  };
  return {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: pathname.replace(/^\/git/, ''),
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: method,
    REMOTE_ADDR: '127.0.0.1',
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

/** `Status: 404 Not Found` and other fields of a CGI head (RFC 3875 §6.3) onto the answer. */
function applyHead(head: string, response: ServerResponse): void {
  for (const line of head.split('\r\n')) {
    const [name = '', value = ''] = line.split(/:\s*/, 2);
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
}

async function relayAnswer(output: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  for await (const chunk of output) {
    if (response.headersSent) {
      response.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf(HEAD_END);
    if (end < 0) continue;
    applyHead(head.subarray(0, end).toString(), response);
    response.flushHeaders();
    response.write(head.subarray(end + HEAD_END.length));
  }
  response.end();
}

/** `/git/NAME/…` serves the bare repository `root/NAME`. The process ends with its request; git must be on PATH. */
export const gitRoutes = (root: string): OriginRoutes => ({
  git: async ({ request, response }) => {
    const child = spawn('git', ['http-backend'], {
      env: environment(root, request),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    response.once('close', () => child.kill());
    // The program may answer and end before it has read everything.
    child.stdin.on('error', () => {});
    request.pipe(child.stdin);
    await relayAnswer(child.stdout, response).catch(() => response.destroy());
  },
});
