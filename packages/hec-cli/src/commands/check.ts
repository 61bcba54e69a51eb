import { type Command, FAILED, openClient, UNUSABLE } from '../command.ts';

export const check: Command = {
  usage: 'check [options]',
  meaning: 'Asks every endpoint whether it is there and takes the token',
  more: `Sends no event where the protocol has another way to ask. Says what was found at each address and what to do about it.
Exits with 0 when all are well, 1 when one is not, 2 when nothing is configured.

  hec check --url https://splunk.example.com:8088 --token-env HEC_TOKEN`,
  flags: {},
  async run({ options }, terminal) {
    const client = openClient(options, terminal);
    if (client === undefined) return UNUSABLE;
    const result = await client.check();
    for (const { name, endpoints } of result.destinations) {
      for (const { origin, ok, message } of endpoints) {
        const mark = ok ? terminal.good('✔') : terminal.bad('✘');
        const words = message.includes(origin) ? message : `${origin}: ${message}`;
        terminal.say(`${mark} ${words.replaceAll('\n', '\n  ')} ${terminal.faint(`(${name})`)}`);
      }
    }
    terminal.json(result);
    await client.close({ timeoutMs: 0 });
    return result.ok ? 0 : FAILED;
  },
};
