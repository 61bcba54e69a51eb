// The least that a pino transport can do in its worker thread: nothing.
import { Writable } from 'node:stream';

export default function open(): Writable {
  return new Writable({
    decodeStrings: false,
    write(_chunk, _encoding, done) {
      done();
    },
  });
}
