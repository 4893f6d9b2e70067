/** The path of a request to the API, from its head to its answer. */
import type { IncomingMessage } from 'node:http';
import { AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import type { Admission } from './admission.ts';
import { type Answer, Refusal, refusalAnswer, wantsJson } from './answer.ts';
import type { Endpoint, Method, Operation } from './endpoint.ts';
import { secretOf, splitTarget } from './keys.ts';

export interface Served {
  readonly answer: Answer;
  /** Its path, or `other`. */
  readonly endpoint: string;
}

export type Serve = (request: IncomingMessage, address: string) => Promise<Served>;

interface Found {
  readonly endpoint: Endpoint;
  readonly rest: string;
}

/** A path with or without its last slash; what follows an endpoint that goes deeper is decoded. */
function finder(endpoints: readonly Endpoint[]): (path: string) => Found | undefined {
  const byPath = new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));
  const deeper = endpoints.filter((endpoint) => endpoint.deeper === true);
  return (path) => {
    const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const endpoint = byPath.get(plain);
    if (endpoint !== undefined) return { endpoint, rest: '' };
    const above = deeper.find((one) => plain.startsWith(`${one.path}/`));
    if (above === undefined) return undefined;
    try {
      return { endpoint: above, rest: decodeURIComponent(plain.slice(above.path.length + 1)) };
    } catch {
      return undefined;
    }
  };
}

function operationOf({ methods }: Endpoint, method: string): Operation {
  const asked: string = method === 'HEAD' ? 'GET' : method;
  const found = Object.entries(methods).find(([name]) => name === asked)?.[1];
  if (found !== undefined) return found;
  const names = Object.keys(methods) as Method[];
  const allowed = names.flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name])).join(', ');
  throw new Refusal('method_not_allowed', `Here are ${allowed}.`, ['Allow', allowed]);
}

function bodyOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let octets = 0;
  request.on('data', (chunk: Buffer) => {
    octets += chunk.length;
    if (octets <= most) chunks.push(chunk);
    // What is still to come is read no more: the connection ends with the answer.
    else reject(new Refusal('validation_failed', `A body here has at most ${most} octets.`, [], 413));
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('close', () => reject(new AtlanticError('client_closed')));
  return promise;
}

const NOTHING = Buffer.alloc(0);

export function createServe(endpoints: readonly Endpoint[], admission: Admission, log: Logger): Serve {
  const find = finder(endpoints);

  async function answer(request: IncomingMessage, address: string, found: Found | undefined): Promise<Answer> {
    const { method = 'GET', url = '/', headers } = request;
    const { query, key } = splitTarget(url);
    if (found === undefined) {
      admission.address(address);
      throw new Refusal('not_found', 'There is no such path.');
    }
    const operation = operationOf(found.endpoint, method);
    const caller = operation.role === 'open' ? '' : admission.key(address, secretOf(headers, key), operation.role).name;
    if (operation.role === 'open') admission.address(address);
    const body = operation.mostBody === undefined ? NOTHING : await bodyOf(request, operation.mostBody);
    return operation.answer({
      head: method === 'HEAD',
      rest: found.rest,
      query,
      accept: headers.accept ?? '',
      caller,
      body,
    });
  }

  return async (request, address) => {
    const found = find(splitTarget(request.url ?? '/').path);
    const endpoint = found?.endpoint.path ?? 'other';
    try {
      return { answer: await answer(request, address, found), endpoint };
    } catch (thrown) {
      if (!(thrown instanceof AtlanticError)) log.error('an answer of the API failed', faultFields(thrown));
      return { answer: refusalAnswer(asAtlanticError(thrown), wantsJson(request.headers.accept ?? '')), endpoint };
    }
  };
}
