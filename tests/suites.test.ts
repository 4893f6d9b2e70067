/** curl with every option it has for proxies, in short: the tables of `npm run test:suites` are longer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACTS } from './suites/curl/acts.ts';
import { loginMatrix } from './suites/curl/logins.ts';
import { curlMatrix } from './suites/curl/matrix.ts';
import { type CurlStage, setCurlStage } from './suites/curl/stage.ts';
import { WAYS } from './suites/curl/ways.ts';

let stage: CurlStage;
beforeAll(async () => {
  stage = await setCurlStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

it('lets in by every way who says who he is in a way that it asked for, and nobody else', async () => {
  expect((await loginMatrix(stage)).filter(({ good }) => !good)).toEqual([]);
});

it.each(ACTS.filter(({ name }) => /^(?:keep-alive|PUT in chunks|WebSocket)$/.test(name)))('$name', async (act) => {
  expect((await curlMatrix(stage, WAYS, [act])).filter(({ good }) => !good)).toEqual([]);
});
