/** Who may import whom: the rooms, the steps inside a plane, and what only some files may touch. A new room adds its row. */

export interface RoomRule {
  /** Rooms, or folders of rooms, this one may import besides itself. */
  readonly rooms: readonly string[];
  /** Packages of the registry; absent means those its package.json names, which knip checks. */
  readonly packages?: readonly string[];
  /** Node's own modules; absent means all but the sockets below. */
  readonly builtins?: readonly string[];
}

export const ROOMS: Readonly<Record<string, RoomRule>> = {
  contract: { rooms: [], packages: ['zod', 'yaml'] },
  wire: { rooms: [], packages: [], builtins: ['node:buffer', 'node:net'] },
  kernel: { rooms: ['contract', 'wire'] },
  egress: { rooms: ['contract', 'wire', 'kernel'], packages: [] },
  supply: { rooms: ['contract', 'wire', 'kernel'] },
  control: { rooms: ['contract', 'wire', 'kernel/observe', 'kernel/limit', 'kernel/process', 'kernel/site'] },
  cli: { rooms: ['contract'], packages: ['commander'] },
  tests: { rooms: ['contract', 'wire', 'supply/store', 'supply/history'], packages: [] },
  bench: { rooms: ['contract', 'wire', 'kernel', 'egress', 'supply', 'tests/kit'] },
  tools: { rooms: ['contract', 'control', 'egress', 'kernel'], packages: [] },
};

/** What test files may import beyond their room's row. */
export const TEST_ROOMS = ['tests/kit'];
export const TEST_PACKAGES = ['vitest', 'fast-check'];

/** The steps of a room's path, from the top. A file imports from its own step or from one below, never upwards. */
export const STEPS: Readonly<Record<string, readonly (readonly RegExp[])[]>> = {
  egress: [
    [/^egress\/conformance\//],
    [/^egress\/main\.ts$/],
    [/^egress\/process\//],
    [/^egress\/listener\//],
    [/^egress\/serve\.ts$/],
    [/^egress\/(?:phase|overload|upstream|relay)\//, /^egress\/(?:exchange|gateway)\.ts$/],
    [
      /^egress\/(?:options|provider|rule)\//,
      /^egress\/(?:account-targets|intent|limits|own-addresses|places|target-policy|terms|view)\.ts$/,
    ],
  ],
  supply: [
    [/^supply\/(?:main|check-main|judge-main)\.ts$/],
    [/^supply\/process\//],
    [/^supply\/(?:api|run)\//],
    [/^supply\/(?:feed|check|judge|geo|history|store|view|testing)\//],
    [/^supply\/(?:candidate|verdict)\.ts$/],
  ],
  control: [
    [/^control\/main\.ts$/],
    [/^control\/start\.ts$/],
    [/^control\/app\.ts$/],
    [/^control\/(?:plane|job|start)\//],
    [/^control\/(?:feature|outside)\//],
    [/^control\/plugin\//],
    [/^control\/db\//],
  ],
};

export interface Reservation {
  /** Module names, as written in an import. */
  readonly modules: readonly string[];
  /** Names of those modules that anybody may import, because they hold nothing open. */
  readonly free: readonly string[];
  /** Only these files, and tests of any room, may import the modules. */
  readonly only: readonly RegExp[];
  readonly sentence: string;
}

export const RESERVATIONS: readonly Reservation[] = [
  {
    modules: ['node:net', 'node:tls', 'node:http', 'node:https', 'node:http2', 'node:dgram', 'undici'],
    free: ['isIP', 'isIPv4', 'isIPv6', 'AddressInfo', 'BlockList', 'SocketAddress', 'STATUS_CODES'],
    only: [
      /^egress\/(?:listener|upstream|relay)\//,
      /^kernel\/channel\//,
      /^supply\/(?:feed|check|judge|store|api)\//,
      /^control\/(?:plugin\/|main\.ts$)/,
      /^cli\/up\//,
      /^contract\/(?:https-fetch|address-problem)\.ts$/,
      /^(?:tests|bench|tools)\//,
    ],
    sentence: 'sockets belong to listener, upstream, relay and the plane channel',
  },
  {
    modules: ['kysely', 'node:sqlite'],
    free: [],
    only: [/^control\/(?:db|plane)\//, /^control\/feature\/[^/]+\/store\.ts$/, /^supply\/store\//, /^tests\//],
    sentence: 'SQL belongs to store.ts, the plane channel and db, and to tests that read the books',
  },
  {
    modules: ['fastify'],
    free: [],
    only: [/^control\/(?:app\.ts$|plugin\/|plane\/)/, /^control\/feature\/[^/]+\/routes\.ts$/],
    sentence: 'the web framework belongs to routes.ts, plugins and the plane channel',
  },
];

/** Files that decide and touch nothing: they import the contract and their own kind. */
export const PURE_RULES = /^control\/(?:feature\/[^/]+\/rules|plane\/[a-z-]+-rules)\.ts$/;

/** Where configuration is read. Everything else is handed what it needs. */
export const ENVIRONMENT_READERS: readonly RegExp[] = [
  /(?:^|\/)main\.ts$/,
  /^cli\//,
  /^contract\/config\/(?:read|secret-reference)\.ts$/,
  /^(?:tests|bench|tools)\//,
];

/** Tools that insist on a default export. */
export const DEFAULT_EXPORTERS = /(?:^|\/)(?:vitest|vite)\.config\.ts$/;
