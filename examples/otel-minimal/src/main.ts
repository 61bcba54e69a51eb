// HEC_URL=http://127.0.0.1:8088 HEC_TOKEN=... pnpm start:src
import { logs, SeverityNumber } from '@opentelemetry/api';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { HecLogRecordExporter } from 'otel-hec';

const exporter = new HecLogRecordExporter();
const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
logs.setGlobalLoggerProvider(provider);

const log = logs.getLogger('shop');
log.emit({ severityNumber: SeverityNumber.INFO, body: 'service started' });
log.emit({
  severityNumber: SeverityNumber.WARN,
  body: 'disk is getting full',
  attributes: { diskFreeBytes: 1_200_000 },
});
log.emit({ severityNumber: SeverityNumber.ERROR, body: 'payment failed', exception: new Error('card declined') });
// Delivers what is still held.
await provider.shutdown();
