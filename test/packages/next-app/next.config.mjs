export default { output: 'standalone', serverExternalPackages: ['pino-hec'] };
