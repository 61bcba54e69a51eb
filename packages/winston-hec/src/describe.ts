import { isError } from './errors.ts';

const DEEPEST = 8;

/**
 * What of an error does not enumerate, and so is in no JSON, in the names that hec-core gives it. Further members of a
 * cause are left out: no format of the application has had a chance to mask what is in them.
 */
export function describe(error: Error, depth = 0): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const inner = (value: unknown): unknown => (isError(value) && depth < DEEPEST ? describe(value, depth + 1) : value);
  return {
    name,
    message,
    stack,
    ...('code' in error ? { code: error.code } : {}),
    ...(cause === undefined ? {} : { cause: inner(cause) }),
    ...('errors' in error && Array.isArray(error.errors) ? { errors: error.errors.map(inner) } : {}),
  };
}
