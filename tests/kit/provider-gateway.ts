/**
 * A provider's gateway over real sockets, scripted after the documents of three: it reads the login, keeps exits for
 * sessions by a clock that the test moves, and says no as they do. Every target answers with the exit it was reached by.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type GatewayAnswer, REFUSALS } from './provider-gateway-answers.ts';
import { createExits } from './provider-gateway-exits.ts';
import { type GatewayShape, READ_LOGIN } from './provider-gateway-login.ts';

export interface ProviderGateway extends AsyncDisposable {
  readonly port: number;
  /** Moves its clock on. */
  readonly wait: (seconds: number) => void;
  /** What is wrong from now on, until `undefined`. */
  readonly refuse: (how: 'spent' | 'rate' | undefined) => void;
  /** Takes an exit away. */
  readonly lose: (exit: string) => void;
  /** The header Proxy-Authorization of every request so far, decoded. */
  readonly logins: () => readonly string[];
}

/** The target that the providers do not go to. */
export const BLOCKED_HOST = 'blocked.test';

const decoded = (request: IncomingMessage): string =>
  Buffer.from((request.headers['proxy-authorization'] ?? '').replace(/^Basic /, ''), 'base64').toString();

const lineOf = ({ status, reason, headers }: GatewayAnswer): string => {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${reason}\r\n${fields.join('')}Content-Length: 0\r\nConnection: close\r\n\r\n`;
};

function answerWith(exit: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ exit }));
}

/** For the account `username`, with `password`. */
export async function startProviderGateway(
  shape: GatewayShape,
  account: { readonly username: string; readonly password: string },
): Promise<ProviderGateway> {
  let time = 0;
  let refused: 'spent' | 'rate' | undefined;
  const logins: string[] = [];
  const open = new Set<Duplex>();
  const tunnels = new WeakMap<Duplex, string>();
  const { exitFor, lose } = createExits(() => time);
  const refusals = REFUSALS[shape];

  const decide = (request: IncomingMessage, host: string): string | GatewayAnswer => {
    const text = decoded(request);
    logins.push(text);
    const colon = text.indexOf(':');
    const login = READ_LOGIN[shape](text.slice(0, colon), text.slice(colon + 1));
    if (login?.username !== account.username || login.password !== account.password) return refusals.login;
    if (refused) return refusals[refused];
    if (host === BLOCKED_HOST) return refusals.target;
    return exitFor(login) ?? refusals.exit;
  };

  // The targets behind the tunnels, all of them.
  const target = createServer((request, response) => answerWith(tunnels.get(request.socket) ?? '', response));
  const server = createServer((request, response) => {
    const decision = decide(request, new URL(request.url ?? '').hostname);
    if (typeof decision === 'string') return answerWith(decision, response);
    request.socket.end(lineOf(decision));
  });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const decision = decide(request, (request.url ?? '').split(':')[0] ?? '');
    if (typeof decision !== 'string') return void socket.end(lineOf(decision));
    tunnels.set(socket, decision);
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    target.emit('connection', socket);
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    wait: (seconds) => {
      time += seconds * 1000;
    },
    refuse: (how) => {
      refused = how;
    },
    lose,
    logins: () => logins,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
