import { expect, it } from 'vitest';
import { bodyOf } from './body.ts';
import { curl } from './curl.ts';
import { startOrigin } from './origin.ts';
import { freePort } from './port.ts';

it('gives body and status', async () => {
  await using origin = await startOrigin();
  const answer = await curl([`${origin.url}/bytes/100000`]);
  expect(answer).toMatchObject({ code: 0, status: 200, connectStatus: 0, stderr: '' });
  expect(answer.stdout.equals(bodyOf(100_000))).toBe(true);
});

it('gives the exit code and the reason of a failure', async () => {
  const answer = await curl([`http://127.0.0.1:${await freePort()}/`]);
  expect(answer).toMatchObject({ code: 7, status: 0 });
  expect(answer.stderr).toContain('Failed to connect');
});

it('ends when the time is over', async () => {
  await using origin = await startOrigin();
  const answer = await curl([`${origin.url}/slow/1000?ms=60000`], { timeoutSeconds: 1 });
  expect(answer).toMatchObject({ code: 28, status: 200 });
});
