/** The conformance table over upstream proxies: what is done, and what must come of it. */
import type { TestCredential } from '../kit/credential.ts';
import type { Arena } from './arena.ts';
import type { Kind } from './kinds.ts';
import { get, greet, halfClose, head, large, own, pipeline, post } from './talk.ts';

export interface Row {
  readonly name: string;
  /** Resolves with `ok`, `cut` when the tunnel ended early, or the code of a refusal; rejects with what was wrong. */
  readonly run: (arena: Arena, credential: TestCredential, kind: Kind) => Promise<string>;
  /** What may come of it; undefined where the kind has no such thing. */
  readonly expected: (kind: Kind) => readonly string[] | undefined;
}

const ok = (): readonly string[] => ['ok'];
const unknownHost = 'no-such-name.invalid';

export const ROWS: readonly Row[] = [
  { name: 'GET, a megabyte', run: (arena, credential) => get(arena, credential), expected: ok },
  { name: 'POST in chunks', run: post, expected: ok },
  { name: 'HEAD', run: head, expected: ok },
  ...[403, 502, 503].map((status) => ({
    name: `the target's own ${status}`,
    run: (arena: Arena, credential: TestCredential) => own(arena, credential, status),
    expected: ok,
  })),
  { name: 'tunnel, the target greets first', run: (arena, credential) => greet(arena, credential), expected: ok },
  { name: 'tunnel, octets pipelined', run: pipeline, expected: ok },
  { name: 'tunnel, half-close', run: halfClose, expected: (kind) => [kind.halfClose ? 'ok' : 'cut'] },
  { name: 'tunnel, 8 MiB both ways at once', run: large, expected: ok },
  { name: 'a name', run: (arena, credential) => greet(arena, credential, 'localhost'), expected: ok },
  {
    name: 'an IPv6 address',
    run: (arena, credential) => greet(arena, credential, '[::1]'),
    expected: ({ ipv6 }) => [ipv6],
  },
  {
    name: 'a closed port, by tunnel',
    run: (arena, credential) => greet(arena, credential, '127.0.0.1', arena.closedPort),
    expected: ({ refused }) => refused,
  },
  {
    name: 'a closed port, by plain HTTP',
    run: (arena, credential) => get(arena, credential, `http://127.0.0.1:${arena.closedPort}/`),
    expected: ({ refused }) => refused,
  },
  {
    name: 'an unknown name, by tunnel',
    run: (arena, credential) => greet(arena, credential, unknownHost, 443),
    expected: ({ unknown }) => unknown,
  },
  {
    name: 'an unknown name, by plain HTTP',
    run: (arena, credential) => get(arena, credential, `http://${unknownHost}/`),
    expected: ({ unknown }) => unknown,
  },
  {
    name: 'a wrong password, by tunnel',
    run: (arena, _, { name }) => greet(arena, arena.credential(name, 'wrong')),
    expected: ({ login }) => (login ? ['upstream_proxy_unauthorized'] : undefined),
  },
  {
    name: 'a wrong password, by plain HTTP',
    run: (arena, _, { name }) => get(arena, arena.credential(name, 'wrong')),
    expected: ({ login }) => (login ? ['upstream_proxy_unauthorized'] : undefined),
  },
];
