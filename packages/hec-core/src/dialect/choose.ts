import type { DestinationSettings } from '../options/types.ts';
import { createSplunk } from './splunk.ts';
import type { Dialect } from './types.ts';

/** The dialect a destination speaks. */
export function dialectOf(_settings: DestinationSettings): Dialect {
  return createSplunk();
}
