/** Rules of routes, end to end: real proxies that a target can tell apart, and a target that likes only some of them. */
import { expect, it } from 'vitest';
import { addressOf, type Stage, startStage, until } from './bans/stage.ts';

const LONG = 90_000;
const DIRECT = '127.0.0.1';

/** A target that lets in only who comes from `liked`; `heard` has an entry for every request: method and address. */
async function startWall(liked: () => string, rules: object[]) {
  const heard: string[] = [];
  const stage = await startStage(
    3,
    ([first = '', second = '', third = '']) => ({
      pools: [
        { name: 'direct', kind: 'direct', fallback: 'datacentre' },
        {
          name: 'datacentre',
          kind: 'list',
          endpoints: [first, second],
          choose: 'round-robin',
          fallback: 'residential',
        },
        { name: 'residential', kind: 'list', endpoints: [third] },
      ],
      routes: [{ pool: 'direct', rules: rules as [] }],
    }),
    {
      wall: ({ request, response }) => {
        const from = request.socket.remoteAddress ?? '';
        heard.push(`${request.method} ${from}`);
        if (from === liked()) response.end(`welcome ${from}`);
        else response.writeHead(403).end('access denied');
      },
      captcha: ({ request, response }) => {
        const from = request.socket.remoteAddress ?? '';
        heard.push(`${request.method} ${from}`);
        response.end(from === liked() ? `welcome ${from}` : '<h1>Please solve this CAPTCHA</h1>');
      },
    },
  );
  return { stage, heard };
}

const bodyOf = async (stage: Stage, path: string, ...args: string[]) =>
  (await stage.ask(path, '', ...args)).stdout.toString();

it(
  'a waterfall goes from direct to datacentre to residential, and stops at its bound',
  async () => {
    let liked = addressOf(2);
    const rule = { when: { status: [403] }, do: { retry: true, escalate: ['datacentre', 'residential'] } };
    const { stage, heard } = await startWall(() => liked, [rule]);
    await using _ = stage;
    expect(await bodyOf(stage, '/wall')).toBe(`welcome ${addressOf(2)}`);
    const way = [...heard];
    expect([way[0], new Set(way.slice(1, 3)), way.slice(3)]).toEqual([
      `GET ${DIRECT}`,
      new Set([`GET ${addressOf(0)}`, `GET ${addressOf(1)}`]),
      [`GET ${addressOf(2)}`],
    ]);

    // Nobody is liked: every way is tried once, and the client gets the last answer.
    liked = 'nobody';
    heard.length = 0;
    const refused = await stage.ask('/wall');
    expect([refused.status, refused.stdout.toString(), heard.length]).toEqual([403, 'access denied', 4]);

    heard.length = 0;
    expect((await stage.ask('/wall', '', '-d', 'order=1')).status).toBe(403);
    expect(heard).toEqual([`POST ${DIRECT}`]);
  },
  LONG,
);

it(
  'a ban by a rule holds for the requests that follow, and is listed',
  async () => {
    const rule = { when: { status: [403] }, do: { ban: { minutes: 5 }, escalate: ['datacentre', 'residential'] } };
    const { stage, heard } = await startWall(() => addressOf(1), [rule]);
    await using _ = stage;
    for (let count = 0; count < 4; count += 1) await stage.ask('/wall');
    // What the wall does not like was shown to it once by each, whatever worker it was: then it is banned, also for POST.
    const banned = heard.filter((line) => !line.includes(addressOf(1)));
    expect(banned.length).toBe(new Set(banned).size);
    await until(
      'the ban of the direct exit',
      async () => (await stage.atlantic.cli('ban', 'list')).stdout,
      (text) => /127\.0\.0\.1 .*direct.* rule /.test(text),
    );
  },
  LONG,
);

it(
  'a body can tell, and goes on as it came where nobody else can serve',
  async () => {
    const rule = { when: { body: ['captcha'] }, do: { escalate: ['residential'] } };
    let liked = addressOf(2);
    const { stage } = await startWall(() => liked, [rule]);
    await using _ = stage;
    expect(await bodyOf(stage, '/captcha')).toBe(`welcome ${addressOf(2)}`);
    liked = 'nobody';
    expect(await bodyOf(stage, '/captcha')).toBe('<h1>Please solve this CAPTCHA</h1>');
    const large = await stage.ask('/bytes/300000');
    expect([large.status, large.stdout.length]).toEqual([200, 300_000]);
  },
  LONG,
);
