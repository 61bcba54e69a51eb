import type { OptionPath, Values } from './values.ts';

/** One thing in two options: a layer that sets either says where to send, and hides both of the layer below. */
export const ADDRESS: ReadonlySet<OptionPath> = new Set<OptionPath>(['url', 'urls']);

/** Maps whose entries add up over the layers. */
export const MERGED: ReadonlySet<OptionPath> = new Set<OptionPath>(['headers', 'fields']);

/** Lays one layer over another: what it does not set shines through. */
export function overlay(below: Values, above: Values): Values {
  const { url: _, urls: __, ...elsewhere } = below;
  return {
    ...(hasAddress(above) ? elsewhere : below),
    ...above,
    ...(below.headers || above.headers ? { headers: { ...below.headers, ...above.headers } } : {}),
    ...(below.fields || above.fields ? { fields: { ...below.fields, ...above.fields } } : {}),
  };
}

/** Whether a layer says where to send. */
export const hasAddress = (values: Values): boolean => values.url !== undefined || values.urls !== undefined;

/** The addresses of a layer, `url` first, each once. */
export function addresses(values: Values): readonly URL[] {
  const all = [...(values.url === undefined ? [] : [values.url]), ...(values.urls ?? [])];
  return [...new Set(all)].map((text) => new URL(text));
}
