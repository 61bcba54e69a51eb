import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// The packages as npm carries them: packed, installed in a folder outside the repository, and loaded from there.
// Started by `pnpm check:load`, not by `pnpm test`: it needs a build and the npm registry.
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['**/*.load.ts'],
    globalSetup: [path.join(import.meta.dirname, 'install.ts')],
    reporters: ['default', path.join(import.meta.dirname, '../../scripts/closing-line.ts')],
    testTimeout: 60_000,
    // The build of Next.js leaves a processor to the others most of the time; Vitest would leave one to itself.
    maxWorkers: os.availableParallelism(),
  },
});
