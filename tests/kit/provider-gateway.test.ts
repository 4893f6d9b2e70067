import { expect, it } from 'vitest';
import { curl } from './curl.ts';
import { BLOCKED_HOST, startProviderGateway } from './provider-gateway.ts';

const ACCOUNT = { username: 'anna', password: 'hush' };

it.each([[[]], [['-p']]])('answers with the exit, by %j as well', async (tunnel) => {
  await using gateway = await startProviderGateway('oxylabs', ACCOUNT);
  const ask = (username: string, host = 'exit.test') =>
    curl([...tunnel, '-x', `http://127.0.0.1:${gateway.port}`, '-U', `${username}:hush`, `http://${host}/`]);
  const first = await ask('customer-anna-cc-DE-sessid-a');
  expect(first.stdout.toString()).toMatch(/^\{"exit":"DE-\d"\}$/);
  expect((await ask('customer-anna-cc-DE-sessid-a')).stdout).toEqual(first.stdout);
  gateway.wait(600);
  expect((await ask('customer-anna-cc-DE-sessid-a')).stdout).not.toEqual(first.stdout);
  const statuses = async (username: string, host?: string) => {
    const { status, connectStatus } = await ask(username, host);
    return tunnel.length > 0 ? connectStatus : status;
  };
  expect(await statuses('customer-bert')).toBe(407);
  expect(await statuses('customer-anna-cc-AQ')).toBe(502);
  expect(await statuses('customer-anna', BLOCKED_HOST)).toBe(403);
  gateway.refuse('spent');
  expect(await statuses('customer-anna')).toBe(407);
  expect(gateway.logins()).toContain('customer-bert:hush');
});
