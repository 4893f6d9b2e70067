/** Octets that belong to no credential: nobody has proved who it is, or they stand behind a refusal. */
import { credentialOf } from '../../kit/credential.ts';
import type { Client } from '../client.ts';
import { CONTENT } from '../content.ts';
import { ask, readAnswer } from '../http-conversation.ts';
import type { Random } from '../random.ts';
import { GREETING, login, readReply } from '../socks-conversation.ts';
import type { Kind, Scene } from '../transfer.ts';
import { connectHead } from '../tunnel-conversation.ts';
import { baseOf } from './http.ts';

const MOST_OCTETS = 100_000;
/** More than one address may guess in a row. */
const GUESSES = 35;

/** A user that does not exist, rarely the same twice: names that are guessed often are slowed down. */
const wrongUser = (random: Random): string => `nobody${random.between(0, 999_999)}`;
const wrongHeader = (random: Random): string => credentialOf('', wrongUser(random), 'wrong').header;

const kind = (name: string, door: Kind['door'], converse: Kind['converse']): Kind => ({
  name,
  door,
  ending: 'nobody',
  converse,
});

/** The gateway ends first, then the client. */
async function leaveAfter(client: Client): Promise<void> {
  await client.skipRest();
  client.end();
}

/** The client ends first. */
async function leave(client: Client): Promise<void> {
  client.end();
  await client.skipRest();
}

const getLine = (scene: Scene) => `GET ${baseOf(scene)}/empty HTTP/1.1\r\n`;

/** What is no request to a proxy, each answered 400. */
const malformed = (scene: Scene, random: Random): string =>
  random.pick([
    'hello there, gateway\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    `${getLine(scene)}\r\n`,
    `${getLine(scene)}Host: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    `${getLine(scene)}Host: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `${getLine(scene)}Host: x\r\nContent-Length: -1\r\n\r\n`,
  ]);

export const NOBODY_KINDS: readonly Kind[] = [
  kind('http-407', 'http', async (client, scene, random) => {
    const url = `${baseOf(scene)}/empty`;
    const headers = random.pick([[], [wrongHeader(random)]]);
    for (let left = random.between(1, 4); left > 0; left -= 1) await ask(client, { method: 'GET', url, headers }, 407);
    await leave(client);
  }),
  kind('http-407-then-429', 'http', async (client, scene, random) => {
    const request = { method: 'GET', url: `${baseOf(scene)}/empty`, headers: [wrongHeader(random)] };
    for (let left = GUESSES; left > 1; left -= 1) await ask(client, request, 407, 429);
    await ask(client, request, 429);
    await leave(client);
  }),
  kind('http-407-then-200', 'http', async (client, scene, random) => {
    const request = { method: 'GET', url: `${baseOf(scene)}/length/${random.size(MOST_OCTETS)}` };
    await ask(client, { ...request, headers: [wrongHeader(random)] }, 407);
    await ask(client, { ...request, headers: [scene.credential.header] }, 200);
    await leave(client);
  }),
  kind('http-403-with-body', 'http', async (client, scene, random) => {
    const body = { size: random.size(MOST_OCTETS), framing: random.pick<'length' | 'chunked'>(['length', 'chunked']) };
    const headers = [scene.credential.header];
    await ask(client, { method: 'POST', url: 'http://denied.example/', headers, body }, 403);
    await leaveAfter(client);
  }),
  kind('http-malformed', 'http', async (client, scene, random) => {
    await client.send(malformed(scene, random));
    const { status } = await readAnswer(client, 'GET');
    if (status !== 400) throw new Error(`what is no request was answered ${status}`);
    await leave(client);
  }),
  kind('http-malformed-second', 'http', async (client, scene, random) => {
    await ask(client, { method: 'GET', url: `${baseOf(scene)}/empty`, headers: [scene.credential.header] }, 204);
    await client.send(malformed(scene, random));
    await readAnswer(client, 'GET');
    await leave(client);
  }),
  kind('http-half-a-head', 'http', async (client, scene, random) => {
    const head = connectHead(scene.tunnelOrigin, scene.credential.header);
    await client.send(head.slice(0, random.between(0, head.length - 1)));
    await leave(client);
  }),
  kind('connect-407-with-more', 'http', async (client, scene, random) => {
    await client.send(connectHead(scene.tunnelOrigin, `${wrongHeader(random)}\r\nConnection: close`));
    await client.send(CONTENT.subarray(0, random.size(MOST_OCTETS)));
    const { status } = await readAnswer(client, 'CONNECT');
    if (status !== 407) throw new Error(`CONNECT was answered ${status}`);
    await leaveAfter(client);
  }),
  kind('socks5-wrong-secret', 'socks5', async (client, _, random) => {
    await client.send(GREETING);
    await readReply(client, 2);
    await client.send(login(wrongUser(random), 'wrong'));
    if ((await readReply(client, 2)) === 0) throw new Error('a wrong secret was accepted');
    await leaveAfter(client);
  }),
  kind('socks5-no-method', 'socks5', async (client) => {
    await client.send(Buffer.from([5, 2, 0, 1]));
    if ((await readReply(client, 2)) !== 255) throw new Error('a method without a secret was accepted');
    await leaveAfter(client);
  }),
  kind('socks-malformed', 'socks5', async (client, _, random) => {
    const noise = Buffer.from(Array.from({ length: random.between(2, 300) }, () => random.between(0, 255)));
    await client.send(
      Buffer.concat([random.pick([Buffer.from([4]), Buffer.from([5, 0]), Buffer.from([5, 1, 2, 9])]), noise]),
    );
    await leave(client);
  }),
  kind('socks5-half-a-greeting', 'socks5', async (client, { credential }, random) => {
    const all = Buffer.concat([GREETING, login(credential.username, credential.secret)]);
    await client.send(all.subarray(0, random.between(0, all.length - 1)));
    await leave(client);
  }),
];
