type Undici = typeof import('undici');

/** Where Node's built-in `fetch` looks up the agent it sends with. */
const BUILT_IN_AGENT = Symbol.for('undici.globalDispatcher.1');

let loading: Promise<Undici> | undefined;

/**
 * The suite's only import of undici, on first use (140 ms, measured) and once.
 *
 * Importing undici 8 puts its own agent where the application's built-in `fetch` finds it: on Node 22 that breaks a
 * `fetch` with a `content-length` header (nodejs/undici#5500). So the built-in agent is made first and put back after.
 */
export function loadUndici(): Promise<Undici> {
  loading ??= importGuarded().catch((error: unknown) => {
    // The next request tries again: the process may only have been out of file descriptors.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function importGuarded(): Promise<Undici> {
  const slots = globalThis as { [BUILT_IN_AGENT]?: unknown };
  // Reading this global makes Node load its own undici. Were the slot still empty, an application that calls `fetch`
  // for the first time during the import below would find its agent taken away again.
  void globalThis.Headers;
  const before = slots[BUILT_IN_AGENT];
  const undici = await import('undici');
  if (slots[BUILT_IN_AGENT] !== before) slots[BUILT_IN_AGENT] = before;
  return undici;
}
