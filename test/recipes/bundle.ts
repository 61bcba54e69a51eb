import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import webpack from 'webpack';

const programs = path.join(import.meta.dirname, 'programs');
const require = createRequire(import.meta.url);
// Everything that pino starts a worker thread from, by the name that its override has.
const fromPino = createRequire(require.resolve('pino'));
const WORKER_FILES = {
  'thread-stream-worker': path.join(path.dirname(fromPino.resolve('thread-stream')), 'lib/worker.js'),
  'pino-worker': path.join(path.dirname(require.resolve('pino')), 'lib/worker.js'),
  'pino-hec': 'pino-hec',
};
const conditions = process.env['TEST_DIST'] === '1' ? [] : ['hec-source'];

/** Bundles a program of the recipes into `folder/app.js`, with the worker's files beside it if it needs them. */
export type Bundle = (program: string, folder: string, worker: boolean) => Promise<void>;

const entries = (program: string, worker: boolean): Record<string, string> => ({
  app: path.join(programs, program),
  ...(worker ? WORKER_FILES : {}),
});

export const withEsbuild: Bundle = async (program, folder, worker) => {
  await build({
    entryPoints: entries(program, worker),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    conditions,
    absWorkingDir: programs,
    logLevel: 'error',
  });
};

export const withWebpack: Bundle = (program, folder, worker) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const options: webpack.Configuration = {
    mode: 'production',
    // Half a minute of work that esbuild does in a second, for the same mangled names.
    optimization: { minimize: false },
    target: 'node',
    context: programs,
    entry: entries(program, worker),
    output: { path: folder, filename: '[name].js', library: { type: 'commonjs2' } },
    node: { __dirname: false },
    resolve: { conditionNames: [...conditions, 'node', 'require', 'import'] },
    module: { rules: [{ test: /\.ts$/, loader: path.join(import.meta.dirname, 'strip-types.cjs') }] },
  };
  webpack(options, (error, stats) => {
    if (error) reject(error);
    else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')));
    else resolve();
  });
  return promise;
};
