import type { Kind } from './check.ts';

/** Everything about an option but its constant default, which is in `defaults.ts`. */
export interface OptionSpec<T = unknown> {
  readonly kind: Kind<T>;
  /** One line for tables. */
  readonly meaning: string;
  /** Says the default where it is not a constant. */
  readonly fallback?: string;
  /** Belongs to the client, not to one destination. */
  readonly client?: true;
}
