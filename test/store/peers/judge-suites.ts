/** Runs suites against the embedded store or a MongoDB, and holds each to its list of expected failures. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '../../../base/errors.ts';
import { startStoreThread } from '../../../store/thread.ts';
import { compare, expectedAfter, isClean, type Expected } from './compare.ts';
import { installSuite } from './install-suite.ts';
import { runSuite } from './run-suite.ts';
import type { Outcome, Suite } from './suite.ts';
import { rowOf } from './table.ts';

export interface JudgeOptions {
  /** Has a folder for each suite, with its package-lock.json and its expected.json. */
  readonly lists: string;
  readonly cache: string;
  /** `mongodb://HOST:PORT` of which every database may be emptied; without it each suite has an embedded store of its own. */
  readonly uri?: string | undefined;
  /** Whether the lists are written anew from this run. */
  readonly write: boolean;
  /** Takes the rows of the table. */
  readonly print: (line: string) => void;
  /** Takes progress, and what came otherwise than listed. */
  readonly warn: (line: string) => void;
}

async function onServer(uri: string | undefined, use: (uri: string) => Promise<Outcome[]>): Promise<Outcome[]> {
  if (uri !== undefined) return use(uri);
  const folder = mkdtempSync(join(tmpdir(), 'peers-store-'));
  const store = await startStoreThread({ folder, port: 0, logLevel: 'error' });
  try {
    return await use(`mongodb://127.0.0.1:${store.port}`);
  } finally {
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function readExpected(path: string): Expected {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Expected) : { passed: 0, failing: {} };
}

async function judge(suite: Suite, { lists, cache, uri, write, print, warn }: JudgeOptions): Promise<boolean> {
  const pins = join(lists, suite.name);
  const path = join(pins, 'expected.json');
  const server = uri === undefined ? 'store' : 'mongodb';
  const home = suite.checkout ?? installSuite(pins, cache);
  const outcomes = await onServer(uri, (address) => runSuite(suite, { home, cache }, address, warn));
  if (write) mkdirSync(pins, { recursive: true });
  if (write) writeFileSync(path, `${JSON.stringify(expectedAfter(outcomes, readExpected(path), server), null, 2)}\n`);
  const verdict = compare(outcomes, readExpected(path), server);
  print(rowOf(suite, verdict));
  for (const each of verdict.unexpected) warn(`${suite.name}: unexpected failure: ${each}`);
  for (const each of verdict.mended) warn(`${suite.name}: listed as failing and passes: ${each}`);
  for (const each of verdict.wrong) warn(`${suite.name}: ${each}`);
  return isClean(verdict);
}

/** @returns whether every suite ran, and came as listed */
export async function judgeSuites(suites: readonly Suite[], options: JudgeOptions): Promise<boolean> {
  mkdirSync(options.cache, { recursive: true });
  let clean = true;
  for (const suite of suites) {
    try {
      clean = (await judge(suite, options)) && clean;
    } catch (thrown) {
      options.warn(`${suite.name}: did not run: ${reasonOf(thrown)}`);
      clean = false;
    }
  }
  return clean;
}
