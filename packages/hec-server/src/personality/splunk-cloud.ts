import { hecAnswer } from '../hec/codes.ts';
import { createSplunk } from './splunk.ts';
import type { Personality } from './types.ts';

/**
 * Splunk Cloud 10.5 as measured: Splunk, but for code 28 (protocol A03) and for its body cap, which lies somewhere
 * between 5,242,881 bytes (taken) and 6,000,000 (refused as a bad event 0, protocol S40).
 */
export const splunkCloud: Personality = createSplunk('splunk-cloud', 5_242_881, {
  channelMissing: 28,
  tooLong: hecAnswer(6, { 'invalid-event-number': 0 }),
});
