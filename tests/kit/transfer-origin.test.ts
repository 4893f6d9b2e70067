import { expect, it } from 'vitest';
import { openRawClient } from './raw-client.ts';
import { startTransferOrigin } from './transfer-origin.ts';

it('sends bodies of the size asked for', async () => {
  await using origin = await startTransferOrigin();
  await using client = await openRawClient(origin.port);
  client.send('GET /down/a/100000/30000/1 HTTP/1.1\r\nHost: origin\r\n\r\n');
  expect((await client.response()).body).toHaveLength(100_000);
  expect(origin.arrived('a')).toBe(0);
  expect(origin.arrived('b')).toBeUndefined();
});

it('remembers what arrived, also of a body that was never complete', async () => {
  await using origin = await startTransferOrigin();
  await using client = await openRawClient(origin.port);
  client.send('PUT /up/a HTTP/1.1\r\nHost: origin\r\nContent-Length: 5\r\n\r\n12345');
  expect((await client.response()).body.toString()).toBe('done');
  client.send('PUT /up/b HTTP/1.1\r\nHost: origin\r\nContent-Length: 500\r\n\r\n123');
  await expect.poll(() => origin.arrived('b')).toBe(3);
  client.end();
  await client.rest();
  expect([origin.arrived('a'), origin.arrived('b')]).toEqual([5, 3]);
  origin.forget();
  expect(origin.arrived('a')).toBeUndefined();
});
