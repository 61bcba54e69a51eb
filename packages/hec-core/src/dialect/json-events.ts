import { enriched } from './fields.ts';
import { interpretIntake } from './intake.ts';
import { createRoutes, JSON_TYPE, LINES, type Member, type Part, TEXT_TYPE, template, texts } from './template.ts';
import type { Dialect, Hole, Metadata, Route } from './types.ts';

/** What the pieces of metadata are called inside an event; those without a name are left out. */
export interface Names {
  readonly time?: readonly [name: string, form: Hole];
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
}

/** How a collector that takes plain JSON events wants them. */
export interface JsonEvents extends Pick<Dialect, 'name' | 'limits' | 'gzip' | 'credential' | 'paths'> {
  /** Where events go; `''` for the URL as it was given. */
  readonly path: string;
  readonly framing: Pick<Route, 'open' | 'separator' | 'close'>;
  readonly names: Names;
  /** Members that every event has, and those that the metadata becomes by other rules than names. */
  readonly known?: (metadata: Metadata) => readonly Member[];
  /** Request headers of the metadata, which is then one for the request. */
  readonly headers?: (metadata: Metadata) => Readonly<Record<string, string>>;
  /** What stands around each event. */
  readonly around?: readonly [before: Part, after: readonly Part[]];
  /** Whether the raw door takes lines of text; otherwise text travels as the member `message`. */
  readonly text?: boolean;
  /** Whether both doors take text only. */
  readonly textOnly?: boolean;
  readonly maxEventAgeMs?: number;
}

/** A dialect that is JSON over HTTP: objects on lines or in an array, answers by status. */
export function jsonEvents(shape: JsonEvents): Dialect {
  const { name, limits, gzip, credential, paths, path, names, maxEventAgeMs } = shape;
  const { before, after } = { before: shape.around?.[0] ?? '', after: shape.around?.[1] ?? [] };
  const routes = createRoutes();
  return {
    name,
    limits,
    gzip,
    credential,
    paths,
    ...(maxEventAgeMs === undefined ? {} : { maxEventAgeMs }),
    frame(kind, metadata, dynamicFields) {
      const own = shape.headers?.(metadata) ?? {};
      const key = `${kind}${JSON.stringify(own)}`;
      if (shape.textOnly === true || (kind === 'raw' && shape.text === true)) {
        return template(
          routes(key, () => ({ kind, path, headers: { ...TEXT_TYPE, ...own }, ...LINES })),
          [['text']],
        );
      }
      const route = routes(key, () => ({ kind, path, headers: { ...JSON_TYPE, ...own }, ...shape.framing }));
      const known = [...(shape.known?.(metadata) ?? []), ...named(names, metadata)];
      return template(route, [before, ...enriched(known, metadata, dynamicFields), ...after]);
    },
    interpret: interpretIntake,
  };
}

function named(names: Names, metadata: Metadata): Member[] {
  const timed = names.time !== undefined && metadata.timeless !== true;
  const members: Member[] = timed ? [[`"${names.time[0]}":`, [names.time[1]]]] : [];
  for (const piece of ['host', 'source', 'sourcetype', 'index'] as const) {
    const name = names[piece];
    if (name !== undefined) members.push(...texts({ [name]: metadata[piece] }));
  }
  return members;
}
