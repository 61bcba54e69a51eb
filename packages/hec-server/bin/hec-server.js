#!/usr/bin/env node
// Plain JavaScript that any Node from 14 on can read: everything newer is imported after the version is known to do.
const [major, minor] = process.versions.node.split('.').map(Number);

async function run() {
  const { existsSync } = await import('fs');
  // In a checkout the command runs from source, with nothing built; published, there is no source.
  const source = new URL('../src/cli.ts', import.meta.url);
  const { runCli } = await import(existsSync(source) ? source.href : '../dist/esm/cli.js');
  process.exitCode = await runCli(process.argv.slice(2));
}

if (major > 22 || (major === 22 && minor >= 19)) void run();
else {
  console.error(`hec-server needs Node.js 22.19 or newer; this is Node.js ${process.versions.node}.`);
  process.exitCode = 1;
}
