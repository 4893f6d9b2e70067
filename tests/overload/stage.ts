/** A gateway with two accounts, and what it says of its load. */
import { planeListSchema } from '@atlantic/contract/api.ts';
import type { OverloadReport, OverloadSettings } from '@atlantic/contract/overload.ts';
import { type Atlantic, startAtlantic } from '../kit/atlantic.ts';
import { createCredential, type TestCredential } from '../kit/credential.ts';
import { httpPort } from '../kit/door.ts';
import { type EchoServer, startEchoServer } from '../kit/echo-server.ts';
import type { Asked } from './attempt.ts';

export interface Stage extends AsyncDisposable {
  readonly atlantic: Atlantic;
  /** What a client of the account `greedy` asks, and one of `modest`. */
  readonly greedy: Asked;
  readonly modest: Asked;
  /** As the plane reported it last. */
  readonly overload: () => Promise<OverloadReport>;
  /** Resident octets of all workers, as they were reported last. */
  readonly resident: () => Promise<number>;
}

export interface StageOptions {
  readonly overload: Partial<OverloadSettings>;
  readonly workers?: number;
  /** Most descriptors that each of its processes may open. */
  readonly descriptors?: number;
}

const GREEDY_ADDRESS = '127.0.0.2';
const MODEST_ADDRESS = '127.0.0.3';

const limited = (descriptors: number): string[] => ['prlimit', `--nofile=${descriptors}:${descriptors}`];

export async function openStage({ overload, workers = 2, descriptors }: StageOptions): Promise<Stage> {
  const peers = new AsyncDisposableStack();
  const echo: EchoServer = peers.use(await startEchoServer());
  const atlantic = peers.use(
    await startAtlantic({
      config: { egress: { workers, targets: { allowPrivate: true }, overload } },
      ...(descriptors !== undefined && { prefix: limited(descriptors) }),
    }),
  );
  const account = async (name: string): Promise<TestCredential> => {
    await atlantic.cli('account', 'create', name);
    return createCredential(atlantic, name, '--account', name);
  };
  const [greedy, modest] = [await account('greedy'), await account('modest')];
  const asked = ({ header }: TestCredential, from: string): Asked => ({
    port: httpPort(atlantic),
    target: echo.port,
    header,
    from,
  });
  const report = async () => {
    const { stdout } = await atlantic.cli('plane', 'list', '--json');
    const [plane] = planeListSchema.parse(JSON.parse(stdout)).planes;
    if (!plane?.report?.overload) throw new Error('the plane has not reported');
    return plane.report;
  };
  return {
    atlantic,
    greedy: asked(greedy, GREEDY_ADDRESS),
    modest: asked(modest, MODEST_ADDRESS),
    overload: async () => (await report()).overload ?? { level: 0, why: [], turnedAway: {} },
    resident: async () => (await report()).workers.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
    [Symbol.asyncDispose]: () => peers.disposeAsync(),
  };
}
