/** A program that ships log files, and how it is told to ship one with gzip. */
export interface Shipper {
  readonly name: string;
  readonly program: string;
  readonly configFile: string;
  /** Times as many events a second of CPU as it, which pino-hec is to reach. */
  readonly atLeast: number;
  config(file: string, sink: URL, dir: string): string;
  args(config: string): string[];
}

const fluentBit = (parser: boolean): Pick<Shipper, 'program' | 'configFile' | 'config' | 'args'> => ({
  program: 'fluent-bit',
  configFile: 'fluent-bit.yaml',
  config: (file, { hostname, port }) => `service:
  flush: 1
  log_level: error
${parser ? 'parsers:\n  - name: json\n    format: json\n' : ''}pipeline:
  inputs:
    - name: tail
      path: ${file}
      read_from_head: true
${parser ? '      parser: json\n' : ''}  outputs:
    - name: splunk
      match: '*'
      host: ${hostname}
      port: ${port}
      splunk_token: bench
      compress: gzip
`,
  args: (config) => ['-c', config],
});

export const shipperConfigs: readonly Shipper[] = [
  { name: 'Fluent Bit, lines parsed', atLeast: 5, ...fluentBit(true) },
  { name: 'Fluent Bit, lines as they are', atLeast: 4, ...fluentBit(false) },
  {
    name: 'Vector',
    program: 'vector',
    configFile: 'vector.yaml',
    atLeast: 1,
    config: (file, sink, dir) => `data_dir: ${dir}
sources:
  app:
    type: file
    include: ['${file}']
    read_from: beginning
    ignore_checkpoints: true
sinks:
  hec:
    type: splunk_hec_logs
    inputs: [app]
    endpoint: ${sink.origin}
    default_token: bench
    compression: gzip
    encoding: { codec: text }
    healthcheck: { enabled: false }
`,
    args: (config) => ['--quiet', '--config', config],
  },
  {
    name: 'OpenTelemetry Collector',
    program: 'otelcol',
    configFile: 'otelcol.yaml',
    atLeast: 1,
    config: (file, sink) => `receivers:
  filelog:
    include: ['${file}']
    start_at: beginning
exporters:
  splunk_hec:
    endpoint: ${sink.origin}/services/collector
    token: bench
service:
  telemetry: { metrics: { level: none } }
  pipelines:
    logs: { receivers: [filelog], exporters: [splunk_hec] }
`,
    args: (config) => ['--config', config],
  },
];
