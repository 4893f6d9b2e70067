import { makeCertificate } from '@atlantic/tests/kit/certificate.ts';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectTls } from '../fixture/door.ts';
import { startGateway } from '../fixture/gateway.ts';
import { startServer } from '../fixture/peer.ts';
import { connectTo } from '../fixture/requests.ts';
import { contentWithin } from './secure-connection.ts';

const folder = temporaryFolder('secure');
let tls: { certificate: string; key: string };
beforeAll(async () => {
  const { certificateFile, keyFile } = await makeCertificate(folder.path);
  tls = { certificate: certificateFile, key: keyFile };
});
afterAll(() => folder[Symbol.dispose]());

it('never finds more content in ciphertext than there can be, however it is cut into records', () => {
  const record = fc.integer({ min: 512, max: 16_384 });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 9 }), fc.nat(512), fc.nat(16_384), (records, last, sent) => {
      const content = [...records, last];
      const ciphertext = content.reduce((sum, size) => sum + size + 29, 0);
      const left = Math.max(0, ciphertext - sent);
      // The content of every record of which something is left, whole or not.
      let untaken = 0;
      for (let at = content.length - 1, room = left; at >= 0 && room > 0; at -= 1) {
        const size = content[at] ?? 0;
        untaken += Math.min(size, room);
        room -= size + 29;
      }
      expect(contentWithin(left)).toBeLessThanOrEqual(untaken);
    }),
  );
  expect([0, 29, 58].map(contentWithin)).toEqual([0, 0, 0]);
});

it('counts at least what a client got that leaves in the middle, and not what the origin had left', async () => {
  const all = 64 * 1024 * 1024;
  await using origin = await startServer((socket) => void socket.once('data', () => socket.write(Buffer.alloc(all))));
  await using gateway = await startGateway({ listener: { tls } });
  const secure = await connectTls(gateway.port);
  let received = 0;
  await new Promise<void>((resolve) => {
    secure.on('data', (chunk) => {
      received += chunk.length;
      if (received > 1_000_000) resolve();
    });
    secure.write(`${connectTo(origin.port)}go`);
  });
  secure.destroy();
  await gateway.drain();
  const { bytesDown = 0, bytesUp } = gateway.usage('id-alice', true);
  expect(bytesUp).toBe(connectTo(origin.port).length + 2);
  expect(bytesDown).toBeGreaterThanOrEqual(received);
  expect(bytesDown).toBeLessThan(all / 2);
});
