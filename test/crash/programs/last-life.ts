// Logs nothing, and delivers what the lives before it left. Ends when no segment is left on disk.
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { createHecClient, type HecOptions } from 'hec-core';

/** Far more than the time until it looks again for what others left: it is to find everything. */
const PATIENCE_MS = 200_000;

const [options = '', , , dir = ''] = process.argv.slice(2);
const warnings: string[] = [];
const hec = createHecClient(JSON.parse(options) as HecOptions, {
  onWarning: ({ message }) => void warnings.push(message),
});
const startedAt = performance.now();
const left = (): boolean => readdirSync(dir, { recursive: true }).some((name) => String(name).endsWith('.segment'));
while (left() && performance.now() - startedAt < PATIENCE_MS) await after(10);
const { held } = await hec.close();
if (held === 0 && !left()) process.exit();
// There is nobody else to ask.
console.error(`held ${held}, on disk ${readdirSync(dir, { recursive: true }).join(' ')}`, warnings);
process.exitCode = 1;
