import { fieldsMember } from './fields.ts';
import { JSON_TYPE, joined, LINES, type Routes, TEXT_TYPE, template, texts } from './template.ts';
import type { Frame, Metadata } from './types.ts';

/** `{"time":…,"host":…,"source":…,"sourcetype":…,"index":…,"event":…,"fields":{…}}`, with no other key (S48). */
export function eventFrame(routes: Routes, path: string, metadata: Metadata, dynamicFields: boolean): Frame {
  const { host, source, sourcetype, index, timeless } = metadata;
  const place = { host, source, sourcetype, index };
  // Vector hands an envelope's metadata, time included, on to those after it that have none (D04): never mixed in one body.
  const present = Object.entries({ ...place, timeless }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const route = routes(`event:${present.join()}`, () => ({ kind: 'event', path, headers: JSON_TYPE, ...LINES }));
  const members = [
    ...(timeless === true ? [] : [['"time":', ['seconds']] as const]),
    ...texts(place),
    ['"event":', ['line']] as const,
    ...fieldsMember(metadata, dynamicFields),
  ];
  return template(route, ['{', ...joined(members), '}']);
}

/** Text as it is; its metadata goes in the query and is one for the request (S09), so each set is a route. */
export function rawFrame(routes: Routes, door: string, { host, source, sourcetype, index }: Metadata): Frame {
  const query = Object.entries({ host, source, sourcetype, index })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value.toWellFormed())}`]))
    .join('&');
  const path = query === '' ? door : `${door}?${query}`;
  return template(
    routes(`raw:${query}`, () => ({ kind: 'raw', path, headers: TEXT_TYPE, ...LINES })),
    [['text']],
  );
}
