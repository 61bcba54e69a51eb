/**
 * Gives every destination a name of its own. Names somebody chose come first, so that one that is made up never takes
 * a chosen one; a name that is taken gets the next number, `splunk-2`. Names that differ in case only count as the
 * same, because they name directories.
 */
export function uniqueNames(destinations: readonly { readonly name?: string; readonly dialect: string }[]): string[] {
  const taken = new Set<string>();
  const names: string[] = [];
  const order = [...destinations.entries()].toSorted(
    ([, a], [, b]) => Number(a.name === undefined) - Number(b.name === undefined),
  );
  for (const [i, { name, dialect }] of order) {
    const wanted = name ?? dialect;
    let unique = wanted;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${wanted}-${n}`;
    taken.add(unique.toLowerCase());
    names[i] = unique;
  }
  return names;
}
