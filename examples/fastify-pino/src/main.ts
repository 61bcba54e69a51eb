// HEC_URL=http://127.0.0.1:8088 HEC_TOKEN=... PORT=3000 pnpm start:src
import process from 'node:process';
import { buildApp } from './app.ts';

const app = buildApp();
// A closed server leaves nothing to do, so the process ends by itself, and ending delivers what is still held.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.close());
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT'] ?? 3000) });
