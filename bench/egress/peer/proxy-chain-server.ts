/** proxy-chain as a program of its own, as its manual starts it. Prints its port. */
import { Server } from 'proxy-chain';

const { BENCH_USERNAME, BENCH_PASSWORD } = process.env;

const server = new Server({
  host: '127.0.0.1',
  port: 0,
  prepareRequestFunction: ({ username, password }) => ({
    requestAuthentication: username !== BENCH_USERNAME || password !== BENCH_PASSWORD,
  }),
});
await server.listen();
console.log(server.port);
