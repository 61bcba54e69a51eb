import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Death } from './support/deadly-disk.ts';
import { type Life, startProcess } from './support/lives.ts';
import { filesIn, findings, open, replay, temporaryDirectory } from './support/spool.ts';

/** 60 appends of 5 events of 1 kB: with `maxBytes` 1 MiB a segment of 64 KiB ends every dozen. */
const EVENTS = Array.from({ length: 300 }, (_, n) => `"${String(n).padStart(4, '0')} ${'x'.repeat(1000)}"`);
const WORK = { do: 'work', events: EVENTS, each: 5, keep: 4 } as const;

/** A life that is left alone says so much: once an append, twice a settlement. */
const NOTES = 170;

/** Inside append, settle, the end and the beginning of a segment, and birth. */
const DEATHS: readonly Death[] = [
  { call: 'mkdirSync', path: '', nth: 2, when: 'after' },
  { call: 'chmodSync', path: 'lock', nth: 1, when: 'after' },
  { call: 'openSync', path: '.segment', nth: 1, when: 'after' },
  { call: 'openSync', path: '.segment', nth: 3, when: 'after' },
  { call: 'writeSync', path: '.segment', nth: 1, when: 'half' },
  { call: 'writeSync', path: '.segment', nth: 2, when: 'half' },
  { call: 'writeSync', path: '.segment', nth: 20, when: 'before' },
  { call: 'writeSync', path: '.segment', nth: 21, when: 'half' },
  { call: 'writeSync', path: '.segment', nth: 22, when: 'after' },
  { call: 'closeSync', path: '.segment', nth: 2, when: 'before' },
  { call: 'closeSync', path: '.segment', nth: 2, when: 'after' },
  { call: 'openSync', path: '.progress', nth: 1, when: 'after' },
  { call: 'writeSync', path: '.progress', nth: 1, when: 'half' },
  { call: 'writeSync', path: '.progress', nth: 9, when: 'before' },
  { call: 'writeSync', path: '.progress', nth: 10, when: 'half' },
  { call: 'writeSync', path: '.progress', nth: 11, when: 'after' },
  { call: 'unlinkSync', path: '.segment', nth: 1, when: 'before' },
  { call: 'unlinkSync', path: '.segment', nth: 1, when: 'after' },
  { call: 'unlinkSync', path: '.progress', nth: 2, when: 'before' },
  { call: 'unlinkSync', path: '.progress', nth: 2, when: 'after' },
];

/** Inside adoption, and the tidying up after it. */
const DEATHS_OF_HEIRS: readonly Death[] = [
  { call: 'chmodSync', path: 'lock', nth: 2, when: 'after' },
  { call: 'read', path: '', nth: 1, when: 'before' },
  { call: 'read', path: '', nth: 2, when: 'before' },
  { call: 'writeSync', path: '.progress', nth: 1, when: 'half' },
  { call: 'writeSync', path: '.progress', nth: 2, when: 'after' },
  { call: 'unlinkSync', path: '.segment', nth: 1, when: 'before' },
  { call: 'unlinkSync', path: '.segment', nth: 2, when: 'after' },
  { call: 'unlinkSync', path: '.progress', nth: 1, when: 'after' },
  { call: 'unlinkSync', path: 'lock', nth: 1, when: 'before' },
  { call: 'unlinkSync', path: 'lock', nth: 1, when: 'after' },
  { call: 'rmdirSync', path: '', nth: 1, when: 'before' },
];

const nameOf = ({ call, path, nth, when }: Death): string => `${when} ${call} no. ${nth} of *${path}`;

/** What its notes say must, and may, come back. */
async function accountOf(life: Life) {
  const accepted = new Set<string>();
  const settling = new Set<string>();
  const settled = new Set<string>();
  const sets = { accepted, settling, settled };
  for (const [what, events] of await life.notes()) for (const event of events) sets[what].add(event);
  return sets;
}

describe('a spool whose process is killed', { timeout: 60_000 }, () => {
  let dir: string;
  let lives: Life[];
  beforeEach(() => {
    dir = temporaryDirectory();
    lives = [];
  });
  afterEach(async () => {
    await Promise.all(lives.map((life) => life.kill()));
    rmSync(dir, { recursive: true, force: true });
  });
  const start = (): Life => {
    const life = startProcess();
    lives.push(life);
    return life;
  };

  it.each(DEATHS.map((death) => [nameOf(death), death] as const))(
    'loses nothing it accepted and repeats nothing it settled, killed %s',
    async (_, death) => {
      const life = start();
      const opened = await life.obey({ do: 'open', dir, death });
      const worked = opened && (await life.obey(WORK));
      expect(worked?.warnings).toBeUndefined();
      const { accepted, settling, settled } = await accountOf(life);

      const heir = open(dir).spool;
      const back = await replay(heir, true);
      expect([...accepted].filter((event) => !settling.has(event) && !back.includes(event))).toEqual([]);
      expect(back.filter((event) => settled.has(event))).toEqual([]);
      // Beyond what was accepted: the one append that had not returned.
      expect(back.filter((event) => !accepted.has(event)).length).toBeLessThanOrEqual(WORK.each);
      expect(new Set(back).size).toBe(back.length);
      // A write that was cut in half is the only damage there can be; the first is two equal lines.
      const torn = death.call === 'writeSync' && death.path === '.segment' && death.when === 'half' && death.nth > 1;
      expect(heir.stats().damagedRecords).toBe(torn ? 1 : 0);
      await heir.close();
      expect(filesIn(dir).filter((name) => !name.endsWith('lock'))).toEqual([]);
    },
  );

  it.each(DEATHS_OF_HEIRS.map((death) => [nameOf(death), death] as const))(
    'loses nothing when its heir is killed as well, %s',
    async (_, death) => {
      const life = start();
      await life.obey({ do: 'open', dir });
      await life.obey({ ...WORK, keep: 45 });
      await life.kill();
      const first = await accountOf(life);
      const heir = start();
      await heir.obey({ do: 'open', dir, death });
      expect((await heir.obey({ do: 'recover', settle: true }))?.events.length).toBeUndefined();
      const second = await accountOf(heir);

      const { spool } = open(dir);
      const back = await replay(spool, true);
      const gone = (event: string): boolean => first.settled.has(event) || second.settled.has(event);
      const asked = (event: string): boolean => first.settling.has(event) || second.settling.has(event);
      expect([...first.accepted].filter((event) => !asked(event) && !back.includes(event))).toEqual([]);
      expect(back.filter(gone)).toEqual([]);
      expect(spool.stats().damagedRecords).toBe(0);
      await spool.close();
      expect(filesIn(dir).filter((name) => !name.endsWith('lock'))).toEqual([]);
    },
  );

  it('loses nothing it accepted when it is killed at any moment', async () => {
    let most = 0;
    for (let run = 0; run < 8; run++) {
      const life = start();
      await life.obey({ do: 'open', dir });
      const work = life.obey(WORK);
      await life.noted(Math.floor(Math.random() * NOTES));
      await life.kill();
      await work;
      const { accepted, settling, settled } = await accountOf(life);
      most = Math.max(most, accepted.size);
      const { spool } = open(dir);
      const back = await replay(spool, true);
      expect([...accepted].filter((event) => !settling.has(event) && !back.includes(event))).toEqual([]);
      expect(back.filter((event) => settled.has(event))).toEqual([]);
      expect(await findings(spool)).toEqual([]);
      await spool.close();
    }
    expect(most).toBeGreaterThan(0);
  });
});
