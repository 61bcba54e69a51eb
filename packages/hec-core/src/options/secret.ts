import type { TokenSource } from './groups.ts';

/** `util.inspect.custom`, which is registered under this name so that nobody has to import `node:util` for it. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** What may be shown of a token: where it comes from, never what it is. */
export type ShownToken = 'redacted' | 'function' | { readonly env: string } | { readonly file: string };

/**
 * A token in a wrapper that does not give it away by accident: `JSON.stringify`, `util.inspect`, string conversion
 * and property enumeration show where it comes from at most. The endpoint room alone asks for {@link source}.
 */
export class Secret {
  readonly #source: TokenSource;

  constructor(source: TokenSource) {
    this.#source = source;
    // Not a method: isolated declarations know no computed names but the language's own symbols (TS9038).
    Object.defineProperty(this, INSPECT, { value: () => this.toJSON() });
  }

  source(): TokenSource {
    return this.#source;
  }

  toJSON(): ShownToken {
    if (typeof this.#source === 'object') return this.#source;
    return typeof this.#source === 'function' ? 'function' : 'redacted';
  }

  toString(): string {
    return '[Secret]';
  }
}
