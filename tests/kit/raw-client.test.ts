import { expect, it } from 'vitest';
import { bodyOf } from './body.ts';
import { startEchoServer } from './echo-server.ts';
import { startOrigin } from './origin.ts';
import { openRawClient } from './raw-client.ts';

it('holds several exchanges on one connection', async () => {
  await using origin = await startOrigin();
  await using client = await openRawClient(origin.port);
  client.send('GET /bytes/1000 HTTP/1.1\r\nHost: origin\r\n\r\nGET /status/204 HTTP/1.1\r\nHost: origin\r\n\r\n');
  const first = await client.response();
  expect(first).toMatchObject({ status: 200, headers: { 'content-length': '1000' } });
  expect(first.body.equals(bodyOf(1000))).toBe(true);
  expect((await client.response()).status).toBe(204);
  expect(origin.counts.connections).toBe(1);
});

it('counts every octet, and reads on after closing its own side', async () => {
  await using server = await startEchoServer();
  await using client = await openRawClient(server.port);
  client.send(bodyOf(100_000));
  client.end();
  expect((await client.octets(10)).equals(bodyOf(10))).toBe(true);
  expect(await client.rest()).toHaveLength(99_990);
  expect(client.counts()).toEqual({ sent: 100_000, received: 100_000 });
});

it('says what came when the connection ends too early', async () => {
  await using server = await startEchoServer();
  await using client = await openRawClient(server.port);
  client.send('HTTP/1.1 200');
  client.end();
  await expect(client.response()).rejects.toThrow('the connection ended before a head, after: HTTP/1.1 200');
});
