import { splunk } from './splunk.ts';
import { splunkCloud } from './splunk-cloud.ts';
import type { Personality, PersonalityName } from './types.ts';

export const personalities: Readonly<Record<PersonalityName, Personality>> = {
  splunk,
  'splunk-cloud': splunkCloud,
};
