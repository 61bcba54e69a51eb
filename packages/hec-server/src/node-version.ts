import { versions } from 'node:process';

const wanted = [22, 19] as const;
const [major = 0, minor = 0] = versions.node.split('.').map(Number);

// First import of the entry point: an old Node would otherwise fail later, deep inside, with words that help nobody.
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  throw new Error(`hec-server needs Node.js ${wanted.join('.')} or newer; this is Node.js ${versions.node}.`);
}
