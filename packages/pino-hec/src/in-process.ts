import process from 'node:process';
import { createHecClient } from 'hec-core';
import { answer } from './answer.ts';
import { type Emit, isRequest } from './messages.ts';
import { divideOptions, type PinoHecOptions } from './options.ts';
import { longestLine } from './oversize.ts';
import { createLineStream, type HecStream } from './stream.ts';

/**
 * Makes a stream for `pino(stream)` that delivers from this thread: for bundlers, serverless functions and single
 * executables, which cannot start pino's worker. The same options and guarantees as the transport; the token may be
 * a function. Events ({@link HecTransportEvents}) are emitted by the stream itself.
 *
 * `await stream.flush()` before `process.exit()` in a bundle: there is no thread that could deliver what is held then.
 *
 * @throws {HecError} for options that cannot be right.
 * @example
 * const stream = createHecStream({ url: 'https://splunk.example.com:8088', token: process.env.HEC_TOKEN });
 * const logger = pino(stream);
 * logger.info('hello');
 * await stream.flush();
 */
export function createHecStream(options: PinoHecOptions = {}): HecStream {
  const { hec, lines } = divideOptions(options);
  const early: [string, unknown][] = [];
  let emit: Emit = (name, payload) => early.push([name, payload]);
  const client = createHecClient(hec, {
    onWarning(warning) {
      emit('hec:warning', warning);
      process.emitWarning(warning.message, { type: 'HecWarning', code: warning.code });
    },
  });
  const { stream, asked, configure } = createLineStream({
    client,
    lines,
    maxLineBytes: longestLine(hec.batch?.maxBytes),
    emit: (name, ...args) => emit(name, ...args),
  });
  emit = (name, ...args) => stream.emit(name, ...args);
  // Warnings of the options come before anybody can listen.
  if (early.length > 0) process.nextTick(() => early.forEach(([name, payload]) => stream.emit(name, payload)));
  // pino announces its levels this way, and `control(stream)` asks.
  stream.on('message', (message) => {
    configure(message);
    if (isRequest(message)) void answer([asked], message, emit);
  });
  return stream;
}
