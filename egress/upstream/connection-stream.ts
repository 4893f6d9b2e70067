/** A connection as one of Node's streams, for what Node itself speaks on top of it: TLS through a tunnel. */
import { Duplex } from 'node:stream';
import type { Connection } from '../relay/connection.ts';

/** From here on the stream receives; destroying either ends both. */
export function connectionStream(connection: Connection): Duplex {
  const stream = new Duplex({
    allowHalfOpen: true,
    read: () => connection.resume(),
    write(chunk: Buffer, _, done) {
      const taken = connection.write([chunk]);
      if (taken) taken.then(() => done());
      else done();
    },
    final(done) {
      connection.halfClose();
      done();
    },
    destroy(error, done) {
      connection.destroy();
      done(error);
    },
  });
  connection.receive({
    data(chunk) {
      if (!stream.push(chunk)) connection.pause();
    },
    end: () => void stream.push(null),
    gone: (error) => void stream.destroy(error),
  });
  return stream;
}
