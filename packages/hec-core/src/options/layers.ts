import { OWN_ADDRESSES } from './own-address.ts';
import type { OptionPath, Values } from './values.ts';

/** One thing in several options: a layer that sets any of them says where to send, and hides all of the layer below. */
export const ADDRESS: readonly [OptionPath, ...OptionPath[]] = [
  'url',
  'urls',
  ...Object.values(OWN_ADDRESSES).map(({ from }) => from),
];

/** Maps whose entries add up over the layers. */
export const MERGED: ReadonlySet<OptionPath> = new Set<OptionPath>(['headers', 'fields']);

/** Lays one layer over another: what it does not set shines through. */
export function overlay(below: Values, above: Values): Values {
  return {
    ...(hasAddress(above) ? without(below, new Set(ADDRESS)) : below),
    ...above,
    ...(below.headers || above.headers ? { headers: { ...below.headers, ...above.headers } } : {}),
    ...(below.fields || above.fields ? { fields: { ...below.fields, ...above.fields } } : {}),
  };
}

/** A layer less some of its options. */
export function without(values: Values, paths: ReadonlySet<OptionPath>): Values {
  return Object.fromEntries(Object.entries(values).filter(([path]) => !paths.has(path as OptionPath)));
}

/** Whether a layer says where to send. */
export const hasAddress = (values: Values): boolean => ADDRESS.some((path) => values[path] !== undefined);

/** The addresses of a layer, each once: `url` and then `urls`, or the one that a dialect's own options make up. */
export function addresses(values: Values): readonly URL[] {
  const given = [...(values.url === undefined ? [] : [values.url]), ...(values.urls ?? [])];
  const own = Object.entries(OWN_ADDRESSES).flatMap(([dialect, { from, make }]) =>
    values[from] === undefined || dialect !== (values.dialect ?? dialect) ? [] : [make(values)],
  );
  return [...new Set([...given, ...own])].map((text) => new URL(text));
}
