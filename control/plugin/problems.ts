/** Every error of the API as an RFC 9457 problem document. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '@atlantic/contract/api.ts';
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { App } from './app-type.ts';

const CONTENT_TYPE = 'application/problem+json';

type FieldErrors = NonNullable<Problem['errors']>;

/** The problem document of an error. `status` is the catalogue's unless the HTTP layer knows a more exact one. */
export function problemOf(error: AtlanticError, status: number = error.entry.status, errors?: FieldErrors): Problem {
  const { sentence, recovery } = error.entry;
  return {
    type: `urn:atlantic:error:${error.code}`,
    title: sentence,
    status,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    code: error.code,
    recovery,
    ...(errors === undefined ? {} : { errors }),
  };
}

interface Issue {
  keyword: string;
  instancePath: string;
  message?: string | undefined;
  params: Record<string, unknown>;
}

/** One entry a field; `body` or `query` where the whole of it is at fault. */
function fieldErrors(issues: readonly Issue[], whole: string): FieldErrors {
  return issues.flatMap(({ keyword, instancePath, message = 'is not valid', params }) => {
    if (keyword === 'unrecognized_keys' && Array.isArray(params.keys))
      return params.keys.map((key) => ({ field: String(key), message: 'is not known here' }));
    return [{ field: instancePath.slice(1).replaceAll('/', '.') || whole, message }];
  });
}

function problemFor(thrown: unknown, log: Logger): Problem {
  if (thrown instanceof AtlanticError) return problemOf(thrown);
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const whole = thrown.validationContext === 'querystring' ? 'query' : (thrown.validationContext ?? 'body');
    return problemOf(new AtlanticError('validation_failed'), undefined, fieldErrors(thrown.validation, whole));
  }
  const { statusCode, message } = thrown as Partial<FastifyError>;
  // Fastify's own refusals: a body that is too large, of an unknown type, or no JSON.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return problemOf(new AtlanticError('validation_failed', { detail: message }), statusCode);
  log.error('an API call failed', faultFields(thrown));
  return problemOf(new AtlanticError('internal_error'));
}

/** RFC 9110 §11.6.1 asks for a challenge with every 401. */
const CHALLENGES: Partial<Record<ErrorCode, string>> = {
  api_key_missing: 'Bearer realm="atlantic"',
  api_key_invalid: 'Bearer realm="atlantic", error="invalid_token"',
};

function reply(to: FastifyReply, thrown: unknown, log: Logger): FastifyReply {
  const problem = problemFor(thrown, log);
  const challenge = thrown instanceof AtlanticError ? CHALLENGES[thrown.code] : undefined;
  if (challenge !== undefined) to.header('www-authenticate', challenge);
  return to.code(problem.status).type(CONTENT_TYPE).serializer(JSON.stringify).send(problem);
}

export function registerProblems(app: App, log: Logger): void {
  app.setErrorHandler((thrown, _request, to) => reply(to, thrown, log));
  app.setNotFoundHandler((_request, to) => reply(to, new AtlanticError('not_found'), log));
}

/** Errors that Fastify meets before it knows a route, such as a path with a broken percent sign. */
export const frameworkErrors = (log: Logger) => (thrown: FastifyError, _request: FastifyRequest, to: FastifyReply) =>
  void reply(to, thrown, log);

const TRANSPORT_ERRORS: Record<string, { code: ErrorCode; status: number }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request_timeout', status: 408 },
  HPE_HEADER_OVERFLOW: { code: 'request_head_too_large', status: 431 },
};

/** Answers bytes that are no HTTP request, and closes. */
export function refuseConnection(error: { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { code, status } = TRANSPORT_ERRORS[error.code ?? ''] ?? { code: 'request_malformed', status: 400 };
  const body = JSON.stringify(problemOf(new AtlanticError(code), status));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${CONTENT_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
