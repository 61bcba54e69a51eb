import { INSPECT, type ShownToken } from './secret.ts';
import type { DestinationSettings, Settings } from './types.ts';

/** Effective configuration of a destination, fit to be shown: no token, no header value, no private key. */
export interface ShownDestination extends Omit<DestinationSettings, 'urls' | 'token'> {
  readonly urls: readonly string[];
  readonly token: ShownToken | undefined;
}

/** Effective configuration, fit to be shown. */
export interface ShownSettings extends Omit<Settings, 'destinations'> {
  readonly destinations: readonly ShownDestination[];
}

/** The effective configuration as plain data, without any secret: for `config()`, the command line and bug reports. */
export function describeSettings(settings: Settings): ShownSettings {
  return { ...settings, destinations: settings.destinations.map(describeDestination) };
}

function describeDestination(settings: DestinationSettings): ShownDestination {
  const { ca, cert, key } = settings.tls;
  return {
    ...settings,
    urls: settings.urls.map((url) => (settings.dialect === 'sumo' ? `${url.origin}/…` : url.href)),
    token: settings.token?.toJSON(),
    // A header may be an API key; which header is there is worth knowing.
    headers: Object.fromEntries(Object.keys(settings.headers).map((name) => [name, 'redacted'])),
    tls: {
      ...settings.tls,
      ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? withoutPem(ca) : ca.map(withoutPem) }),
      ...(cert === undefined ? {} : { cert: withoutPem(cert) }),
      ...(key === undefined ? {} : { key: withoutPem(key) }),
    },
    proxy: withoutUser(settings.proxy),
  };
}

const withoutPem = (text: string): string => (text.includes('-----BEGIN') ? '[PEM text]' : text);

function withoutUser(proxy: string): string {
  if (!URL.canParse(proxy)) return proxy;
  const { protocol, host, username, password } = new URL(proxy);
  return username === '' && password === '' ? proxy : `${protocol}//redacted@${host}`;
}

/** Makes settings show themselves as they are described, wherever they are logged, inspected or serialised. */
export function discreet(settings: Settings): Settings {
  for (const destination of settings.destinations) showAs(destination, () => describeDestination(destination));
  return showAs(settings, () => describeSettings(settings));
}

function showAs<T extends object>(value: T, show: () => unknown): T {
  return Object.defineProperties(value, { toJSON: { value: show }, [INSPECT]: { value: show } });
}
