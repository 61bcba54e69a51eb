import { flag, oneOf, text } from './check.ts';
import { hostLabel, jsonFraming, namesPath, oneOfOr } from './dialect-kinds.ts';
import { flatFields, list } from './kinds.ts';
import type { OptionSpec } from './spec.ts';
import type { DialectPath, Values } from './values.ts';

type DialectSchema = { readonly [P in DialectPath]-?: OptionSpec<NonNullable<Values[P]>> };

const FORMAT = 'What the collector was made for; `text` sends each event as a line of text, CEF and LEEF too';
const ENVELOPE = 'Wraps each event as `{"data":…,"collector_ms":…}`, as Elisity and Cribl do';

/** The options of single dialects, one row an option. */
export const DIALECT_SCHEMA: DialectSchema = {
  'splunk.stack': {
    kind: hostLabel('the name of a Splunk Cloud stack such as `acme`', true),
    meaning: 'Name of a Splunk Cloud stack, in place of `url`',
    fallback: 'none',
  },
  'splunk.provider': {
    kind: oneOf(['aws', 'gcp', 'azure', 'fedramp', 'trial']),
    meaning: 'Who runs that stack; `trial` is a trial stack of any of them',
  },
  'splunk.queryAuth': { kind: flag, meaning: 'Sends the token as `?token=`, where Splunk has `allowQueryStringAuth`' },

  'falcon.apiUrlKey': {
    // The key is half of an address that takes events: not repeated.
    kind: hostLabel("the API URL key: the first part of the API URL's host name", false),
    meaning: 'API URL key of the connector, in place of `url`',
    fallback: 'none',
  },
  'falcon.region': {
    kind: oneOfOr(
      ['us1', 'us2', 'eu1', 'usgov1'],
      "of any other cloud copy the connector's API URL from the Falcon console into `url`",
    ),
    meaning: "CrowdStrike cloud of that connector; of any other copy the console's API URL into `url`",
  },
  'falcon.format': {
    kind: oneOf(['json', 'csv', 'xml', 'yaml']),
    meaning: "What the connector's parser reads: the content type of raw text",
  },
  'falcon.timeunit': {
    kind: oneOf(['nanoseconds', 'milliseconds', 'seconds']),
    meaning: "Unit of the event's `timestamp`, said beside it",
  },
  'falcon.customKeys': {
    kind: flatFields,
    meaning: 'Members every event gets beside `host` and `timestamp`',
    fallback: 'none',
  },

  'xsiam.format': { kind: oneOf(['json', 'text']), meaning: FORMAT },
  'xsiam.envelope': { kind: flag, meaning: ENVELOPE },
  'xsiam.metadata': {
    kind: flag,
    meaning: 'Puts `timestamp`, `host`, `source`, `sourcetype`, `index` into each event',
  },

  'generic.format': { kind: oneOf(['json', 'text']), meaning: FORMAT },
  'generic.envelope': { kind: flag, meaning: ENVELOPE },
  'generic.framing': {
    kind: jsonFraming,
    meaning: 'JSON events one a line, in an array, or where `[]` stands in JSON such as `{"lines":[]}`',
  },
  'generic.metadata': {
    kind: flag,
    meaning: 'Puts `timestamp`, `host`, `source`, `sourcetype`, `index` into each event',
  },
  'generic.timestamp': {
    kind: oneOf(['iso', 'milliseconds']),
    meaning: 'Form of `timestamp`: RFC 3339 text, or milliseconds since 1970',
  },

  'sekoia.region': {
    kind: oneOfOr(
      ['fra1', 'fra2', 'mco1', 'uae1', 'usa1'],
      'of any other region copy the intake address from the Sekoia.io console into `url`',
    ),
    meaning: 'Region of the community, in place of `url`',
    fallback: 'none',
  },
  'sekoia.path': {
    kind: oneOf(['plain', 'plain/batch', 'jsons', '/', 'batch', 'array']),
    meaning: "Call of the intake; `array` and `/` carry each event's time",
  },
  'sekoia.keyIn': { kind: oneOf(['header', 'basic', 'query']), meaning: 'Where the intake key goes' },
  'sekoia.jsonPath': {
    kind: namesPath,
    meaning: 'Where in an object the array of events stands, with path `jsons`',
    fallback: 'none',
  },
  'sekoia.metadata': {
    kind: flag,
    meaning: 'Puts `timestamp`, `host`, `source` … and fields into each event, with path `jsons`',
  },

  'datadog.site': {
    kind: oneOf([
      'datadoghq.com',
      'us3.datadoghq.com',
      'us5.datadoghq.com',
      'datadoghq.eu',
      'ap1.datadoghq.com',
      'ap2.datadoghq.com',
      'uk1.datadoghq.com',
      'ddog-gov.com',
      'us2.ddog-gov.com',
    ]),
    meaning: 'Site of the account, in place of `url`',
    fallback: 'none',
  },
  'datadog.service': { kind: text(), meaning: '`service` of every log', fallback: '`source`' },
  'datadog.source': {
    kind: text(),
    meaning: '`ddsource`, by which Datadog chooses a pipeline',
    fallback: '`sourcetype`',
  },
  'datadog.tags': { kind: list(text()), meaning: '`ddtags` of every log, such as `env:prod`', fallback: 'none' },

  'elastic.metadata': {
    kind: flag,
    meaning: 'Puts `@timestamp`, `host.name`, `service.name`, `event.dataset`, `index` into each event',
  },
  'sumo.category': { kind: text(), meaning: '`X-Sumo-Category` of every request', fallback: '`sourcetype`' },
  'sumo.metadata': { kind: flag, meaning: 'Puts `timestamp` and `index` into each event' },
};

/** The groups that hold them. */
export const DIALECT_GROUPS: ReadonlySet<string> = new Set(
  Object.keys(DIALECT_SCHEMA).map((path) => path.slice(0, path.indexOf('.'))),
);
