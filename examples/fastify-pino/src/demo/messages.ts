/** The part of pino-hec's stats that the demo shows: the ledger, in events. */
export interface Ledger {
  readonly entered: Readonly<Record<string, number>>;
  readonly delivered: Readonly<Record<string, number>>;
  readonly deadLettered: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly held: Readonly<Record<string, number>>;
}

/** What the application's process says when it is asked to stop. */
export interface Account {
  /** Lines that pino serialised, counted beside the transport and not by it. */
  readonly logged: number;
  readonly loggedBytes: number;
  readonly ledger: Ledger;
}

export type FromApp = { readonly listening: number } | { readonly account: Account };
