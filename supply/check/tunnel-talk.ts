/** Asking a proxy for a tunnel to a judge: CONNECT, SOCKS4 and SOCKS5; and greeting a SOCKS5 proxy without a target. */
import { createResponseHeadReader } from '@atlantic/wire/http-head.ts';
import { createSocks4Client, SOCKS4_REPLY } from '@atlantic/wire/socks4-client.ts';
import { readChoice } from '@atlantic/wire/socks5-answer.ts';
import { formatGreeting } from '@atlantic/wire/socks5-ask.ts';
import { createSocks5Client, type Socks5ClientStep } from '@atlantic/wire/socks5-client.ts';
import { SOCKS_METHOD, SOCKS_REPLY } from '@atlantic/wire/socks5-reply.ts';
import { ofStatus } from './status.ts';
import { failed, MORE, NOTHING, type Talk, type TalkStep } from './talk.ts';

const LONGEST_HEAD = 16 * 1024;

export interface Target {
  /** A literal address, for proxies that resolve no names. */
  readonly address: string;
  readonly port: number;
}

export interface Login {
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** `request`: the head of CONNECT. */
export function createConnectTalk(request: Buffer): Talk {
  const heads = createResponseHeadReader({ limit: LONGEST_HEAD });
  return {
    start: () => ({ type: 'more', send: request }),
    push(chunk) {
      const result = heads.push(chunk);
      if (result.state === 'more') return MORE;
      if (result.state === 'error') return failed('response_malformed', { asked: true });
      const { status } = result.head;
      if (status >= 200 && status < 300) return { type: 'done', rest: result.rest };
      return failed(ofStatus(status).code, { asked: true, spoke: true, detail: `Its status was ${status}.` });
    },
    end: () => failed('connection_terminated', { asked: true }),
  };
}

export function createSocks4Talk(target: Target, login: Login): Talk {
  const client = createSocks4Client({
    user: login.username,
    target: { host: target.address, port: target.port },
  });
  const { request } = client;
  let heard = false;
  return {
    start() {
      if (Buffer.isBuffer(request)) return { type: 'more', send: request };
      return failed('exit_family_unmatched', { detail: `SOCKS4 cannot carry it: ${request.detail}.` });
    },
    push(chunk) {
      heard = true;
      const step = client.push(chunk);
      if (step.type === 'more') return MORE;
      if (step.type === 'open') return { type: 'done', rest: step.rest };
      if (step.type === 'error') return failed('response_malformed', { detail: `Its reply: ${step.error.detail}.` });
      const known = step.code > SOCKS4_REPLY.granted && step.code <= SOCKS4_REPLY.identdMismatch;
      if (!known) return failed('response_malformed', { detail: 'Its reply has an unknown code.' });
      const detail = `Its reply was ${step.code}.`;
      return step.code === SOCKS4_REPLY.rejected
        ? failed('upstream_proxy_failed', { spoke: true, asked: true, transient: true, detail })
        : failed('upstream_proxy_unauthorized', { spoke: true, asked: true, detail });
    },
    end: () => failed('connection_terminated', { asked: !heard }),
  };
}

/** RFC 1928 §6: what the proxy's reply says of the proxy. That it could not reach the judge now may pass. */
function refusal(code: number): TalkStep {
  const detail = `Its reply was ${code}.`;
  const denied =
    code === SOCKS_REPLY.notAllowed ||
    code === SOCKS_REPLY.commandUnsupported ||
    code === SOCKS_REPLY.addressUnsupported;
  return failed(denied ? 'upstream_proxy_denied' : 'upstream_proxy_failed', {
    spoke: true,
    asked: true,
    transient: !denied,
    detail,
  });
}

export function createSocks5Talk(target: Target, { username, password = '' }: Login): Talk {
  const client = createSocks5Client({
    ...(username !== undefined && { login: { username, password } }),
    target: { host: target.address, port: target.port },
  });

  function follow(step: Socks5ClientStep): TalkStep {
    switch (step.type) {
      case 'more':
        return { type: 'more', send: step.send };
      case 'open':
        return { type: 'done', rest: step.rest };
      case 'unauthorized':
        return failed('upstream_proxy_unauthorized', { spoke: true });
      case 'refused':
        return refusal(step.code);
      case 'error':
        return failed('response_malformed', { detail: `Its reply: ${step.error.detail}.`, asked: client.asked() });
    }
  }
  return {
    start: () => follow(client.start()),
    push: (chunk) => follow(client.push(chunk)),
    end: () => failed('connection_terminated', { asked: client.asked(), spoke: client.asked() }),
  };
}

/** RFC 1928 §3 alone: a proxy that chooses a method speaks SOCKS5, and lets us in by what we have. */
export function createGreetingTalk({ username }: Login): Talk {
  let held: Buffer = NOTHING;
  return {
    start: () => ({ type: 'more', send: formatGreeting(username !== undefined) }),
    push(chunk) {
      held = Buffer.concat([held, chunk]);
      const answer = readChoice(held);
      if (answer.state === 'more') return MORE;
      if (answer.state === 'error') return failed('response_malformed', { detail: `Its reply: ${answer.detail}.` });
      if (answer.code === SOCKS_METHOD.noneAcceptable) return failed('upstream_proxy_unauthorized', { spoke: true });
      const offered =
        answer.code === SOCKS_METHOD.none || (answer.code === SOCKS_METHOD.password && username !== undefined);
      return offered ? { type: 'done', rest: NOTHING } : failed('response_malformed');
    },
    end: () => failed('connection_terminated'),
  };
}
