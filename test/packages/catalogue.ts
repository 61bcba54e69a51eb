/** Each package's main export: the one that its users import first. */
export const mainExports: Readonly<Record<string, string>> = {
  'hec-core': 'createHecClient',
  'pino-hec': 'default',
  'winston-hec': 'HecTransport',
  'otel-hec': 'HecLogRecordExporter',
  'hec-server': 'startHecServer',
  'hec-cli': 'main',
};

/** The programs that come with them. */
export const programs: readonly string[] = ['pino-hec', 'hec-server', 'hec'];
