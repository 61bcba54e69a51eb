import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectSpool } from '../../src/spool/inspect.ts';
import { stamp } from '../../src/spool/stamp.ts';
import { divideTickets } from '../../src/spool/tickets.ts';
import {
  array,
  batchOf,
  eventsIn,
  filesIn,
  must,
  open,
  plain,
  recovered,
  replay,
  segmentFiles,
  temporaryDirectory,
  WIDE,
  zipped,
} from './support/spool.ts';

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url));

async function sights(dir: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { destination, ...sight } of inspectSpool(dir, WIDE))
    all.push(
      sight.batch === undefined
        ? { destination, problem: sight.problem }
        : { destination, dialect: sight.dialect, events: await eventsIn(sight.batch) },
    );
  return all;
}

describe('the spool format', () => {
  let dir: string;
  beforeEach(() => {
    dir = temporaryDirectory();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('reads what version 1 wrote', async () => {
    // Written by the first release and never to be changed: line 1 and the middle of the gzipped batch are settled.
    cpSync(join(FIXTURES, 'v1'), dir, { recursive: true });
    const { spool } = open(dir);
    expect(await replay(spool, true)).toEqual([
      '{"event":"line 2","text":"ü€😀"}',
      '{"event":"zipped 1"}',
      '{"event":"zipped 3"}',
      '{"event":"in an array 1"}',
      '{"event":"in an array 2"}',
    ]);
    expect(spool.stats()).toMatchObject({ damagedRecords: 0, leftSegments: 0 });
    await spool.close();
    expect(filesIn(dir)).toEqual([]);
  });

  it('is lines that people can read', async () => {
    const { spool } = open(dir);
    must(spool.appendLines(plain, '{"event":1}\n', 1, 1_700_000_000_123));
    must(spool.append(batchOf(array, ['1', '2'], 1_700_000_000_000)));
    spool.settle([must(spool.appendLines(plain, '{"event":2}\n{"event":3}\n', 2, 5))]);
    const [file] = segmentFiles(dir) as [string];
    const text = readFileSync(file, 'utf8').replaceAll(/"mark":"[0-9a-f]{16}"/g, '"mark":"M"');
    const bare = text.replaceAll(/"(crc|sum)":"[0-9a-f]{8}"/g, '"$1":"C"').split('\n');
    expect(bare).toEqual([
      `{"mark":"M","v":1,"define":0,"dialect":"splunk","as":${JSON.stringify(plain)},"crc":"C"}`,
      `{"mark":"M","v":1,"define":0,"dialect":"splunk","as":${JSON.stringify(plain)},"crc":"C"}`,
      '{"mark":"M","v":1,"n":0,"route":0,"at":1700000000123,"length":12,"sum":"C","crc":"C"}',
      '{"event":1}',
      '',
      `{"mark":"M","v":1,"define":1,"dialect":"splunk","as":${JSON.stringify(array)},"crc":"C"}`,
      `{"mark":"M","v":1,"define":1,"dialect":"splunk","as":${JSON.stringify(array)},"crc":"C"}`,
      '{"mark":"M","v":1,"n":1,"route":1,"events":2,"encoding":"identity","bytes":6,"at":1700000000000,"until":1700000000005,"length":6,"sum":"C","crc":"C"}',
      '[1',
      ',2]',
      '{"mark":"M","v":1,"n":3,"route":0,"events":2,"at":5,"length":24,"sum":"C","crc":"C"}',
      '{"event":2}',
      '{"event":3}',
      '',
      '',
    ]);
    const progress = readFileSync(file.replace('.segment', '.progress'), 'utf8');
    expect(progress).toMatch(/^\n\{"mark":"[0-9a-f]{16}","v":1,"done":\[3,5\],"crc":"[0-9a-f]{8}"\}\n$/);
    await spool.close();
  });

  it.each(['segment', 'progress'])(
    'leaves a %s of a version that it does not know alone, and says so',
    async (kind) => {
      const first = open(dir).spool;
      const ticket = must(first.append(batchOf(plain, ['1', '2'])));
      first.settle(divideTickets([ticket], [1, 1])[0] ?? []);
      await first.close();
      const [file] = segmentFiles(dir) as [string];
      const path = file.replace('.segment', `.${kind}`);
      const mark = /-([0-9a-f]{16})\./.exec(basename(file))?.[1];
      const future = stamp(`{"mark":"${mark}","v":2,"unheard":"of"`);
      writeFileSync(path, readFileSync(path, 'utf8') + future);
      const before = filesIn(dir).map((name) => readFileSync(join(dir, name), 'utf8'));

      const { spool, warnings } = open(dir);
      expect(await replay(spool)).toEqual([]);
      expect(await replay(spool)).toEqual([]);
      expect(spool.stats()).toMatchObject({ leftSegments: 1, damagedRecords: 0 });
      expect(warnings).toEqual([
        { code: 'HEC_SPOOL_LEFT', message: expect.stringMatching(/does not know.*hec redrive/) },
      ]);
      await spool.close();
      expect(filesIn(dir).map((name) => readFileSync(join(dir, name), 'utf8'))).toEqual(before);
      expect(await sights(dir)).toEqual([{ destination: 'splunk', problem: expect.stringContaining('does not know') }]);
    },
  );

  it('takes a damaged version number for damage', async () => {
    const first = open(dir).spool;
    must(first.append(batchOf(plain, ['1', '2'])));
    must(first.append(batchOf(plain, ['3'])));
    await first.close();
    const [file] = segmentFiles(dir) as [string];
    writeFileSync(file, readFileSync(file, 'utf8').replace('"v":1,"n":0', '"v":2,"n":0'));
    const { spool } = open(dir);
    expect(await replay(spool)).toEqual(['3']);
    expect(spool.stats()).toMatchObject({ leftSegments: 0, damagedEvents: 2 });
    await spool.close();
  });

  it('leaves the events of another dialect for hec redrive, which replays them', async () => {
    const falcon = open(dir, { dialect: 'falcon' }).spool;
    must(falcon.append(await zipped(batchOf(plain, ['"f"']))));
    await falcon.close();
    const { spool, warnings } = open(dir, { dialect: 'splunk' });
    expect(await replay(spool)).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('framed for falcon')]);
    must(spool.append(batchOf(plain, ['"s"'])));
    // Given back at once: redrive need not wait for the application to end.
    const redrive = open(dir, { dialect: 'splunk', otherDialects: 'replay' }).spool;
    expect((await recovered(redrive)).map(({ dialect, events }) => ({ dialect, events }))).toEqual([
      { dialect: 'falcon', events: 1 },
    ]);
    await redrive.close();
    await spool.close();
    const last = open(dir, { dialect: 'splunk', otherDialects: 'replay' }).spool;
    expect(await replay(last, true)).toEqual(['"f"', '"s"']);
    await last.close();
    expect(filesIn(dir)).toEqual([]);
  });

  it('shows everything unsettled without touching it, of owners that are alive too', async () => {
    const one = open(dir, { destination: 'one' }).spool;
    const ticket = must(one.append(await zipped(batchOf(array, ['1', '2', '3']))));
    one.settle(divideTickets([ticket], [1, 2])[0] ?? []);
    const two = open(dir, { destination: 'a/b', dialect: 'falcon' }).spool;
    must(two.appendLines(plain, '"x"\n', 1, 1));
    const before = filesIn(dir);
    expect(await sights(dir)).toEqual([
      { destination: 'a/b', dialect: 'falcon', events: ['"x"'] },
      { destination: 'one', dialect: 'splunk', events: ['2', '3'] },
    ]);
    expect(filesIn(dir)).toEqual(before);
    await Promise.all([one.close(), two.close()]);
  });

  it('leaves files alone that are not its own', async () => {
    const first = open(dir).spool;
    must(first.append(batchOf(plain, ['1'])));
    const [file] = segmentFiles(dir) as [string];
    await first.close();
    const notes = join(dirname(file), 'notes.txt');
    writeFileSync(notes, 'mine');
    writeFileSync(join(dir, 'README'), 'mine');
    writeFileSync(join(dir, 'splunk', 'README'), 'mine');
    const { spool, warnings } = open(dir);
    expect(await replay(spool, true)).toEqual(['1']);
    await spool.close();
    expect(readdirSync(dirname(file)).toSorted()).toEqual(['lock', 'notes.txt']);
    expect(warnings).toEqual([]);
    expect(await sights(dir)).toEqual([]);
  });
});
