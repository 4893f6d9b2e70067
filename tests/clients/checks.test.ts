import { expect, it } from 'vitest';
import type { Gateway } from './arena.ts';
import { CHECKS, checkWay } from './checks.ts';
import type { Answer, ClientProgram, OpenClient, Way } from './client.ts';
import { LARGE_BODY } from './large-body.ts';

const way: Way = { door: 'HTTP', scheme: 'http' };
const passage = { gateway: 'g:1', username: 'u', origin: 'http://o', certificateFile: '/c' };
const gateway: Gateway = {
  upstream: 'direct',
  passage: (given, secret = 'right-secret') => ({ ...given, ...passage, secret }),
  [Symbol.asyncDispose]: async () => {},
};

/** A client that is answered well, but for what `wrongly` replaces. */
function check(wrongly: Partial<Record<'download' | 'missing' | 'upload' | 'refused', () => Answer>>) {
  const counts = { connections: 0, requests: 0 };
  const origin = { url: '', port: 0, counts, [Symbol.asyncDispose]: async () => {} };
  const whole = () => ({ status: 200, body: LARGE_BODY, said: '' });
  const answer = (status: number, said: string) => () => ({ status, body: Buffer.alloc(0), said });
  const client: OpenClient = {
    version: '1',
    download: async ({ secret }) => {
      if (secret === 'right-secret') return (wrongly.download ?? whole)();
      return (wrongly.refused ?? answer(407, 'who are you'))();
    },
    missing: async () => (wrongly.missing ?? answer(404, ''))(),
    upload: async () => (wrongly.upload ?? whole)(),
    [Symbol.asyncDispose]: async () => {},
  };
  const refusal = { HTTP: /^407 /, CONNECT: /^$/, SOCKS5: /^$/ };
  const program: ClientProgram = { name: 'client', ways: [way], refusal, open: async () => client };
  return { counts, results: checkWay({ origins: { http: origin, https: origin } }, gateway, program, client, way) };
}

it('is content with a megabyte down and up, 404, and a refusal', async () => {
  const results = await check({}).results;
  expect(results.map(({ check: name, outcome }) => [name, outcome])).toEqual(CHECKS.map((name) => [name, 'ok']));
  expect(results.at(-1)?.refusal).toContain('status 407');
});

it.each([
  { wrong: 'download', check: 'download', answer: { status: 200, body: LARGE_BODY.subarray(1), said: '' } },
  { wrong: 'upload', check: 'upload', answer: { status: 500, body: LARGE_BODY, said: '' } },
  { wrong: 'missing', check: '404', answer: { status: 200, body: Buffer.alloc(0), said: '' } },
  { wrong: 'refused', check: 'wrong secret', answer: { status: 200, body: LARGE_BODY, said: '' } },
])('fails when the answer to $check is another', async ({ wrong, check: name, answer }) => {
  const results = await check({ [wrong]: () => answer }).results;
  const failed = results.filter(({ outcome }) => outcome !== 'ok');
  expect(failed).toEqual([expect.objectContaining({ check: name, outcome: expect.stringContaining('status') })]);
});

it('fails when a refused request reached the target, and shows no secret', async () => {
  const { counts, results } = check({
    refused: () => {
      counts.requests += 1;
      return { status: 407, body: Buffer.alloc(0), said: 'refused' };
    },
    download: () => ({ status: 0, body: Buffer.alloc(0), said: 'http://u:right-secret@g' }),
  });
  const outcomes = (await results).map(({ outcome }) => outcome);
  expect(outcomes).toEqual([expect.stringContaining('http://u:***@g'), 'ok', 'ok', expect.stringContaining('407')]);
});
