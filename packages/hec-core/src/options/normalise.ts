import { hostname as machineName } from 'node:os';
import { isLoopback } from './address.ts';
import { DEFAULTS, LOCAL_URL } from './defaults.ts';
import { discreet } from './describe.ts';
import { DIALECT_GROUPS } from './dialect-schema.ts';
import { agreeable, checkRules, type Draft, draftDestinations, placeOf } from './drafts.ts';
import { namesCollector, readEnvironment } from './environment.ts';
import { addresses, hasAddress, overlay } from './layers.ts';
import { uniqueNames } from './names.ts';
import { createProblems, type Problems } from './problems.ts';
import { readOptions } from './read.ts';
import { recognise } from './recognise.ts';
import { destinationSettings } from './settings.ts';
import type { DestinationSettings, HecOptions, Settings } from './types.ts';
import type { Values } from './values.ts';

/**
 * Makes settings of options and environment: every value checked, every default filled in, no file read. Code beats
 * environment beats default; a destination inherits from the client what it does not set itself.
 *
 * @param hostname what events carry as `host` when nobody says it.
 * @throws HecError `HEC_INVALID_OPTION`, which names everything that is wrong in code, or `HEC_INSECURE_HTTP`. What is
 * wrong in the environment is a warning in the settings.
 */
export function normalise(options: HecOptions, env: NodeJS.ProcessEnv, hostname: string = machineName()): Settings {
  const problems = createProblems();
  const written = readOptions(options, '', problems);
  const drafts = draftDestinations(written, problems);
  const surroundings = agreeable(readEnvironment(env, written.values, problems), drafts, problems);
  const { name: _, ...shared } = surroundings;
  const layers = drafts.map(({ code, prefix }) => overlay(prefix === '' ? surroundings : shared, code));
  for (const [i, draft] of drafts.entries()) {
    checkRules(layers[i] ?? {}, draft, problems);
    checkTransport(layers[i] ?? {}, draft, problems);
    checkDialect(layers[i] ?? {}, draft, problems);
  }
  problems.throwIfAny();

  const complete = withAddress(layers, env, problems).map((values) => ({ values, ...dialectOf(values) }));
  const names = uniqueNames(complete.map(({ values, dialect }) => ({ ...values, dialect })));
  const destinations = complete.map(({ values, dialect, dialectFrom }, i) =>
    destinationSettings(values, { name: names[i] ?? dialect, dialect, dialectFrom, hostname }),
  );
  for (const { name, tls } of destinations) {
    if (tls.rejectUnauthorized) continue;
    problems.warn(
      `\`tls.rejectUnauthorized\` is false for destination \`${name}\`: anyone on the way can read the token and the ` +
        "events. Give the collector's certificate as `tls.ca` instead.",
    );
  }
  const client = { ...DEFAULTS, ...overlay(surroundings, written.values) };
  return discreet({
    destinations,
    shutdownTimeoutMs: client.shutdownTimeoutMs,
    eventIds: client.eventIds,
    reportGaps: client.reportGaps,
    heartbeatMs: client.heartbeatMs,
    warnings: problems.warnings(),
  });
}

function dialectOf(values: Values): Pick<DestinationSettings, 'dialect' | 'dialectFrom'> {
  if (values.dialect !== undefined) return { dialect: values.dialect, dialectFrom: 'option' };
  const [url] = addresses(values);
  const recognised = url === undefined ? undefined : recognise(url);
  return recognised === undefined
    ? { dialect: 'splunk', dialectFrom: 'default' }
    : { dialect: recognised, dialectFrom: 'url' };
}

/** Options of another dialect than a destination speaks would go unheard. Inherited ones are meant for others. */
function checkDialect(values: Values, { own, prefix }: Draft, problems: Problems): void {
  const { dialect, dialectFrom } = dialectOf(values);
  if (['dialect', 'url', 'urls'].some((path) => problems.knows(prefix + path))) return;
  for (const path of Object.keys(own)) {
    const [group = ''] = path.split('.');
    if (!DIALECT_GROUPS.has(group) || group === dialect) continue;
    const why = dialectFrom === 'option' ? '' : ', to judge by the URL';
    problems.add(
      prefix + path,
      `Invalid option \`${prefix}${path}\`: expected \`dialect: '${group}'\` beside it, got '${dialect}'${why}`,
    );
  }
}

/** A token over plain http is everybody's on the way. */
function checkTransport(values: Values, { own, prefix }: Draft, problems: Problems): void {
  if (values.token === undefined || values.allowInsecureHttp) return;
  for (const { protocol, hostname, origin } of addresses(values)) {
    if (protocol === 'https:' || isLoopback(hostname)) continue;
    problems.add(
      placeOf(['url', 'urls'], own, prefix),
      `The token would travel over plain http to ${origin}, where anyone on the way can read it: ` +
        'use https, or set `allowInsecureHttp: true` if you trust the network',
      'HEC_INSECURE_HTTP',
    );
  }
}

/** With nothing configured at all, development is served by the local collector; otherwise events go nowhere, aloud. */
function withAddress(layers: readonly Values[], env: NodeJS.ProcessEnv, problems: Problems): readonly Values[] {
  const configured = namesCollector(env) || layers.some((values) => hasAddress(values) || values.token !== undefined);
  if (!configured && env['NODE_ENV'] !== 'production') {
    problems.warn(
      `No HEC URL is configured (\`url\` or HEC_URL): events go to ${LOCAL_URL}, where hec-server listens on this ` +
        'machine. With NODE_ENV=production they would be dropped.',
    );
    return layers.map((values) => ({ ...values, url: LOCAL_URL }));
  }
  for (const values of layers) {
    if (addresses(values).length > 0) continue;
    const whose = values.name === undefined ? '' : ` for destination \`${values.name}\``;
    problems.warn(
      `No HEC URL is configured${whose} (\`url\` or HEC_URL): every event is dropped as \`not-configured\`.`,
    );
  }
  return layers;
}
