import type { DestinationSettings } from '../options/types.ts';
import { createDialect } from './index.ts';
import type { Dialect } from './types.ts';

/** The dialect a destination speaks. */
export function dialectOf(settings: Pick<DestinationSettings, 'dialect'>): Dialect {
  return createDialect({ name: settings.dialect });
}
