import type { Dialect, EndpointKind, Frame, Metadata } from '../dialect/types.ts';
import { flatten } from '../envelope/fields.ts';
import { mergeMetadata } from './merge.ts';

/** So many sets of metadata given call by call are remembered; a program that makes up more pays for building them. */
const REMEMBERED = 1000;

/** A frame, and what is paid by of its events. */
export interface Framed extends Frame {
  readonly index: string | undefined;
  readonly sourcetype: string | undefined;
}

/** The frames of one destination, each built once for its metadata. */
export interface Frames {
  /**
   * @param ownFields whether the event brings fields of its own
   * @param own those fields: they stand in for the metadata's of the same name
   */
  of(metadata: Metadata, ownFields: boolean, own?: Metadata['fields']): Framed;
}

/**
 * @param base metadata that every event of the destination has
 * @param ids whether every event gets an id field
 */
export function createFrames(dialect: Dialect, kind: EndpointKind, base: Metadata, ids: boolean): Frames {
  const byIdentity = new WeakMap<Metadata, { names: readonly string[]; plain?: Framed; dynamic?: Framed }>();
  const byValue = new Map<string, Framed>();

  const build = (metadata: Metadata, dynamic: boolean, merged = mergeMetadata(base, metadata)): Framed => {
    const flat = merged.fields === undefined ? merged : { ...merged, fields: flatten(merged.fields) };
    const key = `${dynamic ? 1 : 0}${JSON.stringify(flat)}`;
    const known = byValue.get(key);
    if (known !== undefined) return known;
    const { index, sourcetype } = flat;
    const frame = { ...withOwnIndex(dialect.frame(kind, flat, dynamic), index, base.index), index, sourcetype };
    if (byValue.size >= REMEMBERED) byValue.clear();
    byValue.set(key, frame);
    return frame;
  };

  /** Fields that an event says itself must not stand twice in its envelope. */
  const without = (metadata: Metadata, names: readonly string[]): Metadata => {
    const fields = Object.entries({ ...base.fields, ...metadata.fields }).filter(([name]) => !names.includes(name));
    return { ...mergeMetadata(base, metadata), fields: Object.fromEntries(fields) };
  };

  return {
    of(metadata, ownFields, own) {
      const dynamic = ownFields || ids;
      let known = byIdentity.get(metadata);
      if (known === undefined)
        byIdentity.set(metadata, (known = { names: Object.keys({ ...base.fields, ...metadata.fields }) }));
      if (own !== undefined) {
        const hidden = known.names.filter((name) => Object.hasOwn(own, name));
        if (hidden.length > 0) return build(metadata, true, without(metadata, hidden));
      }
      return dynamic ? (known.dynamic ??= build(metadata, true)) : (known.plain ??= build(metadata, false));
    },
  };
}

function withOwnIndex(frame: Frame, index: string | undefined, usual: string | undefined): Frame {
  if (index === undefined || index === usual) return frame;
  return { ...frame, route: { ...frame.route, index, key: `${frame.route.key} index=${index}` } };
}
