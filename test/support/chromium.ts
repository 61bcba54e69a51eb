import { existsSync } from 'node:fs';
import process from 'node:process';

const wanted = process.env['CHROMIUM_PATH'];
const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of an installed Chromium; undefined where there is none, and the browser tests then skip themselves. */
export const chromiumPath: string | undefined = (wanted === undefined ? usual : [wanted]).find((path) =>
  existsSync(path),
);

/** What a skipped browser test says. */
export const chromiumMissing = 'no Chromium: apt-get install chromium, or set CHROMIUM_PATH';

export const chromiumArgs: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
