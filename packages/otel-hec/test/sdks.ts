import type { Resource } from '@opentelemetry/resources';
import * as sdk3 from '@opentelemetry/sdk-logs';
import * as sdk223 from 'sdk-logs-0';
import * as sdk203 from 'sdk-logs-0.203';
import type { HecLogRecordExporter, HecLogRecordProcessor } from '../src/index.ts';

type Provider = sdk3.LoggerProvider | sdk223.LoggerProvider;

/** Emits the same records; its types name an enum of their own and know no values beyond JSON. */
const like223 = (provider: sdk203.LoggerProvider): Provider => provider as unknown as sdk223.LoggerProvider;

/** What differs from one SDK to the next: how a provider is made. */
interface Sdk {
  readonly version: string;
  readonly direct: (processor: HecLogRecordProcessor, resource?: Resource) => Provider;
  readonly batch: (exporter: HecLogRecordExporter) => Provider;
  readonly simple: (exporter: HecLogRecordExporter) => Provider;
}

/** The oldest SDK that is supported, and the newest of the two lines that are maintained. */
export const SDKS: readonly Sdk[] = [
  {
    version: '3.1',
    direct: (processor, resource) =>
      new sdk3.LoggerProvider({ processors: [processor], ...(resource && { resource }) }),
    batch: (exporter) => new sdk3.LoggerProvider({ processors: [new sdk3.BatchLogRecordProcessor({ exporter })] }),
    simple: (exporter) => new sdk3.LoggerProvider({ processors: [new sdk3.SimpleLogRecordProcessor({ exporter })] }),
  },
  {
    version: '0.223',
    direct: (processor, resource) =>
      new sdk223.LoggerProvider({ processors: [processor], ...(resource && { resource }) }),
    batch: (exporter) => new sdk223.LoggerProvider({ processors: [new sdk223.BatchLogRecordProcessor({ exporter })] }),
    simple: (exporter) =>
      new sdk223.LoggerProvider({ processors: [new sdk223.SimpleLogRecordProcessor({ exporter })] }),
  },
  {
    version: '0.203',
    direct: (processor, resource) =>
      like223(new sdk203.LoggerProvider({ processors: [processor], ...(resource && { resource }) })),
    // Processors take one object of options since 0.220.
    batch: (exporter) =>
      like223(new sdk203.LoggerProvider({ processors: [new sdk203.BatchLogRecordProcessor(exporter)] })),
    simple: (exporter) =>
      like223(new sdk203.LoggerProvider({ processors: [new sdk203.SimpleLogRecordProcessor(exporter)] })),
  },
];
