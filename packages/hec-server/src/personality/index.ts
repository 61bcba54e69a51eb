import { splunk } from './splunk.ts';
import type { Personality, PersonalityName } from './types.ts';

export const personalities: Readonly<Record<PersonalityName, Personality>> = { splunk };
