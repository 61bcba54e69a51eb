/**
 * The known names that somebody most likely meant: the same letters in other case or with other separators
 * (`max_bytes`, `batchMaxBytes`), the same name in another group (`lingerMs`), or a few slips away (`conurrency`).
 * Best first; several when they are equally near (`timeoutMs`); none when nothing is near.
 */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  let best = Number.POSITIVE_INFINITY;
  let found: string[] = [];
  for (const candidate of known) {
    const distance = distanceBetween(name, candidate);
    if (distance > best) continue;
    if (distance < best) found = [];
    best = distance;
    found.push(candidate);
  }
  return best === Number.POSITIVE_INFINITY ? [] : found;
}

// Half a slip: enough to prefer the group somebody named, too little to make a name far that is right otherwise.
const OTHER_GROUP = 0.5;

function distanceBetween(name: string, candidate: string): number {
  const whole = slips(squeeze(name), squeeze(candidate));
  const [group, member] = divide(name);
  const [otherGroup, otherMember] = divide(candidate);
  return Math.min(whole, slips(squeeze(member), squeeze(otherMember)) + (group === otherGroup ? 0 : OTHER_GROUP));
}

const squeeze = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

function divide(path: string): [group: string, member: string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)];
}

/** Longer names than any option's are nobody's typing error, and would cost time by the square of their length. */
const LONGEST = 40;

/**
 * Letters to add, drop, change or swap with their neighbour to make one word of the other (optimal string alignment),
 * or infinity where that is more than a third of the longer word.
 */
function slips(a: string, b: string): number {
  if (a === b) return a === '' ? Number.POSITIVE_INFINITY : 0;
  const most = Math.floor(Math.max(a.length, b.length) / 3);
  if (a.length > LONGEST || Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(beforeLast, j - 2) + 1);
      }
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  const distance = at(last, b.length);
  return distance <= most ? distance : Number.POSITIVE_INFINITY;
}

const at = (row: readonly number[], j: number): number => row[j] ?? Number.POSITIVE_INFINITY;
