// Logs nothing, and delivers what the lives before it left. Ends when no segment is left on disk.
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { createHecClient, type HecOptions } from 'hec-core';

const PATIENCE_MS = 30_000;

const [options = '', , , dir = ''] = process.argv.slice(2);
const hec = createHecClient(JSON.parse(options) as HecOptions, { onWarning: () => {} });
const startedAt = performance.now();
const left = (): boolean => readdirSync(dir, { recursive: true }).some((name) => String(name).endsWith('.segment'));
while (left() && performance.now() - startedAt < PATIENCE_MS) await after(10);
const { held } = await hec.close();
process.exitCode = held === 0 && !left() ? 0 : 1;
