/** What has to hold for every client on every way: four short conversations, each with its reason when it fails. */
import type { Arena, Gateway } from './arena.ts';
import type { Answer, ClientProgram, OpenClient, Passage, Way } from './client.ts';
import { LARGE_BODY } from './large-body.ts';

export const CHECKS = ['download', '404', 'upload', 'wrong secret'] as const;
export type CheckName = (typeof CHECKS)[number];

export interface CheckResult extends Way {
  readonly client: string;
  readonly upstream: string;
  readonly check: CheckName;
  /** `ok`, or what was seen instead. */
  readonly outcome: string;
  readonly milliseconds: number;
  /** How the client said that the secret is wrong. */
  readonly refusal?: string;
}

const WRONG_SECRET = 'not-the-secret';
const MOST_WORDS = 300;

const wordsOf = ({ status, body, said }: Answer, { secret }: Passage): string =>
  `status ${status}, ${body.length} octets: ${said.replaceAll(secret, '***').replace(/\s+/g, ' ').slice(-MOST_WORDS)}`;

interface Attempt {
  readonly answer: Promise<Answer>;
  readonly passage: Passage;
  readonly holds: (answer: Answer) => boolean;
}

const isWhole = ({ status, body }: Answer): boolean => status === 200 && body.equals(LARGE_BODY);

/** Runs the four conversations of one way, one after another. */
export async function checkWay(
  arena: Pick<Arena, 'origins'>,
  gateway: Gateway,
  program: ClientProgram,
  client: OpenClient,
  way: Way,
): Promise<CheckResult[]> {
  const right = gateway.passage(way);
  const wrong = gateway.passage(way, WRONG_SECRET);
  const { counts } = arena.origins[way.scheme];

  const attempts: Record<CheckName, () => Attempt> = {
    download: () => ({ answer: client.download(right), passage: right, holds: isWhole }),
    '404': () => ({ answer: client.missing(right), passage: right, holds: ({ status }) => status === 404 }),
    upload: () => ({ answer: client.upload(right, LARGE_BODY), passage: right, holds: isWhole }),
    'wrong secret': () => {
      const before = counts.requests;
      const holds = ({ status, said }: Answer) =>
        program.refusal[way.door].test(`${status} ${said}`) && counts.requests === before;
      return { answer: client.download(wrong), passage: wrong, holds };
    },
  };

  const run = async (check: CheckName): Promise<CheckResult> => {
    const began = performance.now();
    const { answer, passage, holds } = attempts[check]();
    const result = { client: program.name, upstream: gateway.upstream, door: way.door, scheme: way.scheme, check };
    try {
      const given = await answer;
      const words = wordsOf(given, passage);
      const milliseconds = Math.round(performance.now() - began);
      const refusal = check === 'wrong secret' ? { refusal: words } : {};
      return { ...result, outcome: holds(given) ? 'ok' : words, milliseconds, ...refusal };
    } catch (error) {
      return { ...result, outcome: String(error), milliseconds: Math.round(performance.now() - began) };
    }
  };

  const results: CheckResult[] = [];
  for (const check of CHECKS) results.push(await run(check));
  return results;
}
