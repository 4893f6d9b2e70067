/**
 * The name server of the benchmark, in a process of its own. Every question takes `delay` milliseconds; every name is this
 * machine, for `ttl` seconds.
 *
 *     node bench/first-byte/names.ts DELAY TTL NAME …
 *
 * Prints its address.
 */
import { startDnsServer } from '@atlantic/tests/kit/dns-server.ts';

const [delay, ttl, ...names] = process.argv.slice(2);
const server = await startDnsServer();
for (const name of names)
  server.set(name, { addresses: ['127.0.0.1'], ttlSeconds: Number(ttl), delayMs: Number(delay) });
console.log(server.address);
