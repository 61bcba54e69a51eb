import { runCli } from 'hec-server';
import type { Command } from '../command.ts';

export const serve: Command = {
  usage: 'serve [flags of hec-server]',
  meaning: 'Runs hec-server: an HTTP Event Collector on this machine, with a page that shows what arrives',
  more: '',
  flags: {},
  run: ({ positionals }) => runCli([...positionals]),
};
