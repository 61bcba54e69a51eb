// What the benchmarks use of packages that bring no types.
declare module 'splunk-logging' {
  class Logger {
    constructor(options: object);
    error: (error: unknown) => void;
    send(event: object): void;
    flush(done: () => void): void;
  }
  const splunkLogging: { Logger: typeof Logger };
  export default splunkLogging;
}
declare module 'winston-splunk-httplogger' {
  import type Transport from 'winston-transport';
  export default class SplunkStreamEvent extends Transport {
    constructor(options: object);
  }
}
