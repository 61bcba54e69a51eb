import { expected, type Kind, oneOf, text } from './check.ts';

/** A label of host names (RFC 1123 2.1), of which an address is made: nothing in it may lead elsewhere. */
export function hostLabel(what: string, shown: boolean): Kind<string> {
  const kind = text(what, (value) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(value));
  if (shown) return kind;
  return {
    ...kind,
    read(value) {
      const read = kind.read(value);
      return read.problem === undefined || typeof value !== 'string' ? read : expected(what, 'other text');
    },
  };
}

/** One of a few words; for those that are missing here, what to do instead. */
export function oneOfOr<const W extends string>(words: readonly W[], instead: string): Kind<W> {
  const kind = oneOf(words);
  return {
    ...kind,
    read(value) {
      const read = kind.read(value);
      return read.problem === undefined ? read : { problem: `${read.problem}; ${instead}` };
    },
  };
}

/** Names one below the other, `$.a.b` (protocol K04). */
export const namesPath: Kind<string> = text('names such as `$.a.b`', (path) =>
  /^\$(?:\.[a-z_]\w{0,63}){1,16}$/i.test(path),
);

/** How JSON events stand in a body. Own JSON holds one `[]`, outside of its texts, and no line break: a line is an event. */
export const jsonFraming: Kind<string> = {
  ...text("'lines', 'array' or JSON on one line with one `[]` where the events go", isFraming),
  type: "'lines' | 'array' | JSON text",
};

function isFraming(value: string): boolean {
  if (value === 'lines' || value === 'array') return true;
  if (/[\r\n]/.test(value) || value.split('[]').length !== 2) return false;
  try {
    // Inside a text this would end it.
    JSON.parse(value.replace('[]', '["event"]'));
    return true;
  } catch {
    return false;
  }
}
