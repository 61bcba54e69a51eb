/** Each package's main export: the one that its users import first. */
export const mainExports: Readonly<Record<string, string>> = {
  'hec-core': 'createHecClient',
  'pino-hec': 'default',
  'winston-hec': 'HecTransport',
  'otel-hec': 'HecLogRecordExporter',
  'hec-server': 'startHecServer',
  'hec-cli': 'main',
};

/** What else can be imported: it is loaded for a constant or for what loading it does. */
const sideDoors: readonly string[] = ['pino-hec/target', 'pino-hec/sigterm', 'otel-hec/register'];

export const entryPoints: readonly string[] = [...Object.keys(mainExports), ...sideDoors];

/** The programs that come with them. */
export const programs: readonly string[] = ['pino-hec', 'hec-server', 'hec'];
