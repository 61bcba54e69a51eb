/** Metadata that a redrive can give to events anew. */
export interface Override {
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
}

/**
 * Gives a HEC envelope other metadata; every other byte stays as it is. What is no such envelope comes back as it was.
 * @param envelope one JSON object, which has been checked
 */
export function withMetadata(envelope: string, override: Override): string {
  const members = membersOf(envelope);
  if (!members.some(({ key }) => key === 'event')) return envelope;
  const given = Object.entries(override).filter((entry) => entry[1] !== undefined);
  const kept = members.filter(({ key }) => !given.some(([name]) => name === key)).map(({ text }) => text);
  // In front of the event, where hec-core writes them: the order of members matters to receivers that stream (D04).
  const at = kept.findIndex((text) => text.startsWith('"event"'));
  kept.splice(Math.max(at, 0), 0, ...given.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`));
  return `{${kept.join(',')}}`;
}

/** The same for text, whose metadata is in the query of its path. */
export function pathWithMetadata(path: string, override: Override): string {
  const [bare = '', query = ''] = path.split('?');
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(override)) if (value !== undefined) parameters.set(name, value as string);
  return parameters.size === 0 ? bare : `${bare}?${parameters.toString()}`;
}

interface Member {
  readonly key: string;
  /** `"key":value` as it stands there. */
  readonly text: string;
}

/** Cuts a JSON object into its members without parsing their values: parsing loses digits and duplicate keys. */
function membersOf(object: string): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < object.length; at++) {
    const character = object[at];
    if (character === '"') at = endOfString(object, at);
    else if (character === '{' || character === '[') {
      if (depth++ === 0) start = at + 1;
    } else if (character === '}' || character === ']') {
      if (--depth === 0) add(object.slice(start, at));
    } else if (character === ',' && depth === 1) {
      add(object.slice(start, at));
      start = at + 1;
    }
  }
  return members;

  function add(text: string): void {
    const trimmed = text.trim();
    if (trimmed === '' || !trimmed.startsWith('"')) return;
    members.push({ key: JSON.parse(trimmed.slice(0, endOfString(trimmed, 0) + 1)) as string, text: trimmed });
  }
}

/** Where the string that begins at `from` ends: at its closing quote. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
