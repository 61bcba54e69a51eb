import { datadog } from './datadog.ts';
import { elastic } from './elastic.ts';
import { falcon } from './falcon.ts';
import { fluentBit } from './fluent-bit.ts';
import { logscale } from './logscale.ts';
import { otel } from './otel.ts';
import { sekoia } from './sekoia.ts';
import { splunk } from './splunk.ts';
import { splunkCloud } from './splunk-cloud.ts';
import { sumo } from './sumo.ts';
import type { Personality, PersonalityName } from './types.ts';
import { vector } from './vector.ts';
import { victorialogs } from './victorialogs.ts';
import { xsiam } from './xsiam.ts';

/** Everyone the server can be. Another product is another file here. */
export const personalities: Readonly<Record<PersonalityName, Personality>> = {
  splunk,
  'splunk-cloud': splunkCloud,
  vector,
  'fluent-bit': fluentBit,
  otel,
  victorialogs,
  falcon,
  logscale,
  xsiam,
  sekoia,
  datadog,
  elastic,
  sumo,
};
