import type { LogRecord } from '../record.ts';
import { likeTheCollector } from './collector.ts';
import { type Common, commonOf } from './common.ts';
import type { Mapped } from './mapped.ts';
import { bySpecification } from './specification.ts';

/**
 * How a log record becomes an event: as the OpenTelemetry specification has it, or exactly as the Collector's
 * splunkhecexporter does it, for those who move away from a Collector and have searches and dashboards to keep.
 */
export type Mapping = 'specification' | 'collector';

/** @returns `undefined` when the mapping leaves the record out: the Collector does so without a body (O10) */
export type Mapper = (record: LogRecord) => Mapped | undefined;

export function createMapper(mapping: Mapping): Mapper {
  const common = createCommons(mapping);
  const map = mapping === 'collector' ? likeTheCollector : bySpecification;
  return (record) => map(record, common(record));
}

/** The common part of a record, kept for as long as its resource and scope live. */
function createCommons(mapping: Mapping): (record: LogRecord) => Common {
  const known = new WeakMap<object, WeakMap<object, Common>>();
  return ({ resource, instrumentationScope }) => {
    // Detectors are still adding attributes: what is worked out now would be short of some of them for ever.
    if (resource.asyncAttributesPending === true) return commonOf(resource, instrumentationScope, mapping);
    let scopes = known.get(resource);
    if (scopes === undefined) known.set(resource, (scopes = new WeakMap()));
    let common = scopes.get(instrumentationScope);
    if (common === undefined)
      scopes.set(instrumentationScope, (common = commonOf(resource, instrumentationScope, mapping)));
    return common;
  };
}
