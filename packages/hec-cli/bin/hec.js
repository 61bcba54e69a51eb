#!/usr/bin/env node
// Plain JavaScript that any Node from 14 on can read: everything newer is imported after the version is known to do.
const [major, minor] = process.versions.node.split('.').map(Number);

async function run() {
  const { existsSync } = await import('fs');
  const source = new URL('../src/index.ts', import.meta.url);
  if (!existsSync(source)) return (await import('../dist/esm/index.js')).main(process.argv.slice(2));
  // In a checkout it runs from source, with nothing built. The packages it imports need a condition for that, which
  // only the command line of a process can set.
  if (conditions().includes('hec-source')) return (await import(source.href)).main(process.argv.slice(2));
  return again();
}

function conditions() {
  const flags = `${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS || ''}`;
  return Array.from(flags.matchAll(/(?:--conditions|-C)[= ](\S+)/g), (match) => match[1]);
}

/** Runs this file once more with the condition: the same input and output, its signals and its exit code passed on. */
async function again() {
  const { spawn } = await import('child_process');
  const { fileURLToPath } = await import('url');
  const args = [
    ...process.execArgv,
    '--conditions=hec-source',
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal === null) return resolve(code);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  });
}

async function start() {
  if (major < 22 || (major === 22 && minor < 19)) {
    console.error(`hec needs Node.js 22.19 or newer; this is Node.js ${process.versions.node}.`);
    process.exitCode = 1;
    return;
  }
  process.exitCode = await run();
}

void start();
