import type { ReceivedEvent } from '../types.ts';

/** A hostile event can be nested deeper than any stack; nobody looks for a key down there. */
const deepest = 64;

type Term = { readonly text: string } | { readonly key: string; readonly value: string };

/** Splits at blanks, but not inside double quotes; `key:value` with a key before the colon is a pair. */
function readTerms(search: string): readonly Term[] {
  const words = search.toLowerCase().match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
  return words.map((word) => {
    const [, key, value] = /^([\w.#@-]+):(?!\/\/)(.+)$/.exec(word) ?? [];
    if (key === undefined || value === undefined) return { text: word.replaceAll('"', '') };
    return { key, value: value.replaceAll('"', '') };
  });
}

/** Values found under a key anywhere in the event: `level`, or a dotted path as `req.method`. */
function valuesAt(value: unknown, key: string, prefix: string, found: string[], depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return;
  for (const [name, item] of Object.entries(value)) {
    const path = `${prefix}${name}`.toLowerCase();
    if (path === key || path.endsWith(`.${key}`)) {
      if (item === null || typeof item !== 'object') found.push(String(item).toLowerCase());
    }
    valuesAt(item, key, `${path}.`, found, depth + 1);
  }
}

function hasPair(event: ReceivedEvent, key: string, wanted: string): boolean {
  const found: string[] = [];
  valuesAt(event, key, '', found);
  if (wanted.endsWith('*')) return found.some((value) => value.startsWith(wanted.slice(0, -1)));
  return found.includes(wanted);
}

/** A test for events from what a person types: words are looked for anywhere, pairs by key; all have to hold. */
export function createSearch(search: string): (event: ReceivedEvent) => boolean {
  const terms = readTerms(search);
  return (event) => {
    let text: string | undefined;
    return terms.every((term) => {
      if ('key' in term) return hasPair(event, term.key, term.value);
      text ??= `${event.raw}\n${[event.host, event.source, event.sourcetype, event.index].join('\n')}`.toLowerCase();
      return text.includes(term.text);
    });
  };
}
