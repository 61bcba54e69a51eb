import process from 'node:process';
import { createHecClient } from 'hec-core';

// HEC_URL is the API URL on the connector's page, HEC_TOKEN its API key.
const hec = createHecClient({ dialect: 'falcon', host: 'sample-host' });

// send_event
hec.send({ message: 'Sample message' }, { fields: { '#falconpy': 'Sample payload' } });

// send_event_list, with show_progress
const events = Array.from({ length: 1000 }, (_, at) => ({ message: `event ${at}` }));
const { delivered } = await hec.sendMany(events, {
  onProgress: (progress) => process.stderr.write(`\r${progress.delivered} of ${events.length}`),
});

// last_status and last_message, of this event alone
const { destinations } = await hec.sendAndConfirm({ message: 'the last one' });
process.stdout.write(`\n${delivered} of a list, then ${destinations[0]?.status} ${destinations[0]?.text}\n`);
await hec.close();

// send_event_file, with raw_ingest=True and ingest_format="csv"
const raw = createHecClient({ dialect: 'falcon', endpoint: 'raw', falcon: { format: 'csv' } });
const file = await raw.sendFile(process.argv[2] ?? 'events.csv.gz');
process.stdout.write(`${file.delivered} lines of a file\n`);
await raw.close();
