import { requireNode } from './node-version.ts';

// For its effect, as the first import of an entry point: it runs before the modules that would fail on an old Node.
requireNode('hec-core');
