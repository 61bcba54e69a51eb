import { readFile, stat } from 'node:fs/promises';
import { env } from 'node:process';
import type { TokenSource } from '../options/groups.ts';

/** The token, or why there is none. */
export type TokenReading =
  | { readonly token: string; readonly problem?: undefined }
  | { readonly problem: string; readonly token?: undefined };

/** Where another thread gets a token from. */
export type ReadyToken = Exclude<TokenSource, () => unknown>;

/** A token that may change while the process runs. */
export interface TokenReader {
  read(): Promise<TokenReading>;
  /** What it can be read from in another thread: of a function the text it gave last, if any. */
  ready(): ReadyToken | undefined;
  /** Asks the source anew at the next {@link read}. */
  refresh(): void;
}

type Warn = (code: string, message: string) => void;

/** Secrets are a line; a larger file is another file, or a device without end. */
const LARGEST_FILE = 65_536;

export function createTokenReader(source: TokenSource, onWarning: Warn): TokenReader {
  if (typeof source === 'function') return fromFunction(source);
  return { ready: () => source, ...fromText(source, onWarning) };
}

function fromText(source: ReadyToken, onWarning: Warn): Omit<TokenReader, 'ready'> {
  if (typeof source === 'string') return always(() => checked(source, 'the token'));
  return 'env' in source ? always(() => fromEnvironment(source.env)) : fromFile(source.file, onWarning);
}

const always = (read: () => TokenReading): Omit<TokenReader, 'ready'> => ({ read: async () => read(), refresh() {} });

function fromEnvironment(name: string): TokenReading {
  return checked(env[name] ?? '', `the environment variable ${name}`);
}

/**
 * Mounted secrets are replaced under a running process, by rename or by truncate and write. While a rotation is half
 * done the last good token stays in use.
 */
function fromFile(file: string, onWarning: Warn): Omit<TokenReader, 'ready'> {
  let stamp: string | undefined;
  let good: TokenReading | undefined;

  async function readAnew(): Promise<TokenReading> {
    const now = await stat(file);
    const seen = `${now.ino} ${now.size} ${now.mtimeMs}`;
    if (good !== undefined && seen === stamp) return good;
    if (!now.isFile() || now.size > LARGEST_FILE) return { problem: `${file} is not a file that holds a token` };
    const reading = checked(await readFile(file, 'utf8'), `the token file ${file}`);
    if (reading.problem === undefined) {
      stamp = seen;
      good = reading;
    }
    return reading;
  }

  return {
    async read() {
      const reading = await readAnew().catch((error: unknown) => ({
        problem: `the token file ${file} cannot be read (${codeOf(error)})`,
      }));
      if (reading.problem === undefined || good === undefined) return reading;
      onWarning('token-file', `${reading.problem}; the token read before stays in use.`);
      return good;
    },
    refresh() {
      stamp = undefined;
    },
  };
}

/** Asked once and remembered until {@link TokenReader.refresh}; requests that come meanwhile share the question. */
function fromFunction(ask: () => string | Promise<string>): TokenReader {
  let answer: Promise<TokenReading> | undefined;
  let last: string | undefined;
  return {
    async read() {
      const asked = (answer ??= askFor(ask));
      const reading = await asked;
      if (reading.problem !== undefined && answer === asked) answer = undefined;
      last = reading.token ?? last;
      return reading;
    },
    ready: () => last ?? askNow(ask),
    refresh() {
      answer = undefined;
    },
  };
}

async function askFor(ask: () => string | Promise<string>): Promise<TokenReading> {
  try {
    const token: unknown = await ask();
    if (typeof token !== 'string') return { problem: `the token function gave ${typeof token} instead of a string` };
    return checked(token, 'the token function');
  } catch (error) {
    // Not the error's message: what a vault client says may quote the secret it was asked for.
    return { problem: `the token function failed (${codeOf(error)})` };
  }
}

/** What a function says at once, which many do; nobody waits for a promise when the event loop has ended. */
function askNow(ask: () => string | Promise<string>): string | undefined {
  try {
    const token: unknown = ask();
    if (typeof token === 'string') return checked(token, 'the token function').token;
    void Promise.resolve(token).catch(() => undefined);
  } catch {
    // It would have failed for a request, too.
  }
  return undefined;
}

/** Tokens out of files and environments end in line breaks; inside they hold only what a header may (RFC 9110 5.5). */
function checked(raw: string, where: string): TokenReading {
  const token = raw.trim();
  if (token === '') return { problem: `${where} is empty` };
  const illegal = token.search(/[^\t\x20-\x7e]/);
  if (illegal === -1) return { token };
  return {
    problem: `${where} holds a character that cannot travel in a header, at position ${illegal + 1}`,
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
