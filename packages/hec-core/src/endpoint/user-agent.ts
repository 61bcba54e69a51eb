import { versions } from 'node:process';

/** This package's version. A test compares it with package.json, which bundled applications do not carry along. */
export const VERSION = '0.1.0';

/**
 * Always sent: Splunk answers a client without a `User-Agent` in HTTP/1.0, without keep-alive (`forceHttp10`,
 * protocol 1.14).
 */
export const USER_AGENT: string = `hec-core/${VERSION} node/${versions.node}`;
