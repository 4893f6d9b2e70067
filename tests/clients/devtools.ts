/** Chromium's DevTools protocol over its WebSocket, as much of it as a test needs. */
import { within } from '../kit/deadline.ts';

export type Params = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly sessionId?: string;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

export interface DevTools extends Disposable {
  /** Calls a method, of the browser or of one session. Rejects with the browser's words, or after 40 seconds. */
  readonly call: (method: string, params?: Params, sessionId?: string) => Promise<Params>;
  /** Hands every event of a session to `listen` until the result is disposed of. */
  readonly listen: (sessionId: string, listen: (method: string, params: Params) => void) => Disposable;
}

const CALL_SECONDS = 40;

export async function openDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Map<string, (method: string, params: Params) => void>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else listeners.get(message.sessionId ?? '')?.(message.method ?? '', message.params ?? {});
  });
  const opened = new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the browser does not answer')));
  });
  await within(CALL_SECONDS, 'the DevTools connection', opened);
  return {
    async call(method, params = {}, sessionId) {
      lastId += 1;
      const id = lastId;
      const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params, sessionId }));
      const { error, result } = await within(CALL_SECONDS, method, answered).finally(() => waiting.delete(id));
      if (error) throw new Error(`${method}: ${error.message}`);
      return result ?? {};
    },
    listen(sessionId, listen) {
      listeners.set(sessionId, listen);
      return { [Symbol.dispose]: () => void listeners.delete(sessionId) };
    },
    [Symbol.dispose]: () => socket.close(),
  };
}
