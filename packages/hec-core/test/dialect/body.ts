import type { Dialect, EndpointKind, Metadata } from '../../src/dialect/types.ts';
import { render } from '../../src/envelope/render.ts';

/** One event as a frame gets it: JSON on one line, decimal seconds, its own fields' members. */
export interface Given {
  readonly json: string;
  readonly seconds?: string;
  readonly fields?: string;
}

const SECONDS = '1700000000.123';

/** The line a dialect makes of one event. */
export function line(dialect: Dialect, kind: EndpointKind, metadata: Metadata, given: Given): string {
  const { json, seconds = SECONDS, fields = '' } = given;
  return render(dialect.frame(kind, metadata, fields !== ''), seconds, json, fields);
}

/** The body of a request with these events, put together the way custody does it: one event a line. */
export function body(dialect: Dialect, kind: EndpointKind, metadata: Metadata, given: readonly Given[]): string {
  const { open, separator, close } = dialect.frame(kind, metadata, false).route;
  const lines = given.map((event) => line(dialect, kind, metadata, event));
  return `${open}${lines.join(`\n${separator}`)}${close}`;
}
