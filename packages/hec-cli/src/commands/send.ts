import process from 'node:process';
import { type EventMetadata, HecError, type SendFileOptions } from 'hec-core';
import { type Command, FAILED, openClient, UNUSABLE } from '../command.ts';
import { finish, isComplete, printLedger } from '../ledger.ts';

export const send: Command = {
  usage: 'send [options] [EVENT…|-]',
  meaning: 'Sends events: arguments, the lines of a file, or those of standard input',
  more: `An EVENT that is a JSON object or array is sent as such, anything else as text. Without an EVENT, or with -, each line of
standard input is one event. Waits for everything to be delivered, prints the ledger, exits with 1 unless all was delivered.

  hec send 'hello' '{"message":"order placed","orderId":42}' --index main --sourcetype _json
  hec send --file /var/log/app.ndjson
  journalctl -o json | hec send -`,
  flags: {
    file: { type: 'string', short: 'f', value: 'NAME', meaning: 'Sends the lines of a file, gzip or not' },
    raw: { type: 'boolean', meaning: 'Sends text as it is to the raw endpoint, like --endpoint raw' },
    time: { type: 'string', value: 'TIME', meaning: 'Time of the events: epoch seconds, or ISO 8601 [now]' },
    'time-key': { type: 'string', negatable: true, value: 'KEY', meaning: 'Key of the time in JSON lines ["time"]' },
    'level-key': { type: 'string', negatable: true, value: 'KEY', meaning: 'Key of the level in JSON lines ["level"]' },
  },
  async run({ flags, options, positionals }, terminal) {
    const metadata = timeOf(flags['time']);
    const client = openClient(
      {
        ...options,
        ...(flags['raw'] === true ? { endpoint: 'raw' as const } : {}),
        queue: { ...options.queue, onFull: 'wait' },
      },
      terminal,
    );
    if (client === undefined) return UNUSABLE;
    const how: SendFileOptions = {
      ...(metadata === undefined ? {} : { metadata }),
      lines: {
        timeKey: metadata === undefined ? keyOf(flags['time-key'], 'time') : false,
        levelKey: keyOf(flags['level-key'], 'level'),
      },
    };
    const file = flags['file'];
    if (typeof file === 'string') await client.sendFile(file, how);
    for (const event of positionals) {
      if (event === '-') await client.sendFile(process.stdin, how);
      else if (/^\s*[[{]/.test(event)) client.sendJson(event, metadata);
      else client.send(event, metadata);
    }
    if (positionals.length === 0 && typeof file !== 'string') await client.sendFile(process.stdin, how);
    const stats = await finish(client);
    printLedger(stats, terminal);
    return isComplete(stats) ? 0 : FAILED;
  },
};

const keyOf = (flag: string | boolean | undefined, fallback: string): string | false =>
  flag === undefined || flag === true ? fallback : flag;

function timeOf(flag: string | boolean | undefined): EventMetadata | undefined {
  if (typeof flag !== 'string') return undefined;
  if (/^\d+(\.\d+)?$/.test(flag)) return { time: flag };
  const time = new Date(flag);
  if (!Number.isNaN(time.getTime())) return { time };
  throw new HecError('HEC_INVALID_OPTION', `--time takes epoch seconds or ISO 8601, not "${flag}"`, { option: 'time' });
}
