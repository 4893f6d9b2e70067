/**
 * Clients for a host of their own: `node crowd.ts GATEWAY USER:SECRET TARGET COUNT PATH` opens so many connections, prints
 * a line when all are under way, and says nothing more on them. A third are idle tunnels, a third downloads without end, and
 * a third requests whose bodies stop in the middle. Stays until it is killed.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const [gateway = '', user = '', target = '', count = '0', path = '/'] = process.argv.slice(2);
const [host = '', port] = gateway.split(':');
const auth = `Proxy-Authorization: Basic ${Buffer.from(user).toString('base64')}\r\n`;
const HEADS = [
  `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${auth}\r\n`,
  `GET http://${target}${path} HTTP/1.1\r\nHost: ${target}\r\n${auth}\r\n`,
  `POST http://${target}/bytes/9 HTTP/1.1\r\nHost: ${target}\r\n${auth}Content-Length: 9\r\n\r\nhalf`,
];

async function open(number: number): Promise<Socket> {
  const socket = connect(Number(port), host);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(HEADS[number % HEADS.length] ?? '');
  // The origin answers a POST before it has read its body.
  await once(socket, 'data');
  // What comes fast is not read: it fills the buffers on the way, and takes no time from the others.
  if (path === '/') socket.pause();
  else socket.resume();
  return socket;
}

const sockets = await Promise.all(Array.from({ length: Number(count) }, (_, number) => open(number)));
process.stdout.write(`${sockets.length}\n`);
setInterval(() => {}, 60_000);
