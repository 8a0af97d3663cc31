/** The browser of the tests that need a real one: Debian's Chromium. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
/** Nothing that the browser asks on its own account, which would be taken for the page's. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param test the file that is skipped without it @returns what the suite's name says then; empty where there is a browser */
export function missingBrowser(test: string): string {
  if (existsSync(CHROMIUM)) return '';
  const said = ` SKIPPED: no ${CHROMIUM}; install it with \`apt-get install chromium\``;
  console.warn(test + said);
  return said;
}

/** @param more arguments for Chromium */
export const launchBrowser = (...more: string[]): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: [...QUIET, ...more] });
