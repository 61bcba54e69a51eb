const BRAND = Symbol.for('hec.error');

/**
 * Stable codes of {@link HecError}. Delivery outcomes are values, never errors; these are programmer or
 * configuration errors, found at construction or answered by `check()`.
 */
export type HecErrorCode =
  /** An option has the wrong type, is out of range, or does not exist. */
  | 'HEC_INVALID_OPTION'
  /** No URL or no token was given anywhere and none could be assumed. */
  | 'HEC_NOT_CONFIGURED'
  /** A token would have travelled over plain http to another machine. */
  | 'HEC_INSECURE_HTTP'
  /** This Node is older than the suite supports. */
  | 'HEC_OLD_NODE'
  /** A certificate, key or token file could not be read. */
  | 'HEC_UNREADABLE_FILE'
  /** The spool directory cannot be used (network file system, not a directory, no permission). */
  | 'HEC_SPOOL_UNUSABLE'
  /** The client was closed before the call. */
  | 'HEC_CLOSED';

/**
 * The one error class of the suite. `instanceof` holds across duplicate copies of the package, because it asks for
 * a brand that every copy shares. Messages and properties never hold a credential.
 */
export class HecError extends Error {
  override readonly name = 'HecError' as const;
  readonly code: HecErrorCode;
  /** The option the error is about, in dotted form, for example `batch.maxBytes`. */
  readonly option: string | undefined;

  constructor(code: HecErrorCode, message: string, details: { cause?: unknown; option?: string } = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.option = details.option;
    // Asked for below. Not a member: isolated declarations know no computed names but the language's own (TS9038).
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
