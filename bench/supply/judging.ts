/** A judge of the bench, in a process of its own. Says where it listens; its argument is a certificate pair, to listen by TLS too. */
import { startJudge } from '@atlantic/supply/judge/server.ts';

const HOME = { host: '127.0.0.1', port: 0 };
const pair = process.argv[2] === undefined ? undefined : JSON.parse(process.argv[2]);
const judge = await startJudge({
  bind: HOME,
  tls: pair && { bind: HOME, pair },
  now: () => performance.now(),
});
console.log(JSON.stringify({ bound: judge.bound, tlsBound: judge.tlsBound }));
