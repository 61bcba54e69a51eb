import type { DialectOptions } from '../dialect/options.ts';
import type { HecOptions } from './types.ts';

/** The options that are groups of options, as their members are addressed: `batch.maxBytes`. */
export type GroupName =
  | 'batch'
  | 'request'
  | 'retry'
  | 'queue'
  | 'spool'
  | 'deadLetter'
  | 'ack'
  | 'tls'
  | 'limits'
  | 'match'
  | keyof DialectOptions;

type Group<G extends GroupName> = Exclude<NonNullable<HecOptions[G]>, string>;
type Flat<G extends GroupName> = {
  readonly [K in keyof Group<G> & string as `${G}.${K}`]?: NonNullable<Group<G>[K]>;
};
type Single = {
  readonly [K in Exclude<keyof HecOptions, GroupName | 'destinations'>]?: NonNullable<HecOptions[K]>;
};

/**
 * The options laid flat, one key a value, because flat layers are merged by spreading one over the other: a group that
 * sets one member keeps the others of the layer below. Shorthands (`spool: 'dir'`) are written out here.
 */
export type Values = Single &
  Flat<'batch'> &
  Flat<'request'> &
  Flat<'retry'> &
  Flat<'queue'> &
  Flat<'spool'> &
  Flat<'deadLetter'> &
  Flat<'ack'> &
  Flat<'tls'> &
  Flat<'limits'> &
  Flat<'match'> &
  Flat<'splunk'> &
  Flat<'falcon'> &
  Flat<'xsiam'> &
  Flat<'generic'> &
  Flat<'sekoia'> &
  Flat<'datadog'> &
  Flat<'elastic'> &
  Flat<'sumo'>;

/** Dotted name of an option. */
export type OptionPath = keyof Values;

/** The options that one dialect alone has. */
export type DialectPath = Extract<OptionPath, `${keyof DialectOptions}.${string}`>;

/** The options that are counts, sizes or durations. */
export type NumberPath = {
  [P in OptionPath]-?: NonNullable<Values[P]> extends number ? P : never;
}[OptionPath];
