import { createSecureContext } from 'node:tls';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { expect, it } from 'vitest';
import { hear } from '../fixture/pair.ts';
import { startTlsServer } from '../fixture/tls-peer.ts';
import { dial } from './dial.ts';
import { judgeTrust, secureJudge } from './judge-tls.ts';

const issuer = createIssuer();
const NEVER = new AbortController().signal;

it('speaks with a judge that proves its name, and with nobody else', async () => {
  await using judge = await startTlsServer(issuer.issue('127.0.0.1'), (socket) => socket.end('hello'));
  const trust = createSecureContext({ ca: issuer.certificate });
  const reach = () => dial(['127.0.0.1'], judge.port, NEVER);
  const connection = await secureJudge(await reach(), '127.0.0.1', trust, NEVER);
  const heard = hear();
  connection.receive(heard);
  connection.resume();
  await heard.until(/^end/);
  expect(heard.events()).toEqual(['data:hello', 'end']);
  connection.destroy();

  const refused = { code: 'upstream_certificate_invalid' };
  const plain = await reach();
  await expect(secureJudge(plain, 'judge.example', trust, NEVER)).rejects.toMatchObject(refused);
  expect(plain.gone).toBe(true);
  await expect(secureJudge(await reach(), '127.0.0.1', judgeTrust(), NEVER)).rejects.toMatchObject(refused);
});

it('stops when everything ends', async () => {
  await using judge = await startTlsServer(issuer.issue('127.0.0.1'), () => {});
  const ending = new AbortController();
  const connection = await dial(['127.0.0.1'], judge.port, NEVER);
  const shaking = secureJudge(connection, '127.0.0.1', judgeTrust(), ending.signal);
  ending.abort(new Error('the end'));
  await expect(shaking).rejects.toThrow('the end');
  expect(connection.gone).toBe(true);
});
