/** Runs the files of a suite one after the other, each in a process of its own, and gathers what became of its tests. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outcomesOfTap } from './outcomes-of-tap.ts';
import type { Outcome, Place, Suite } from './suite.ts';

/** How long a file of tests may run, in ms. */
const FILE_LIMIT = 900_000;
/** How long a test of mocha may take, in ms, where it does not say so itself. */
const TEST_LIMIT = 60_000;
/** Of what a process printed, as much is kept, in characters. */
const OUTPUT_LIMIT = 4_000_000;

const preload = (name: string): string => fileURLToPath(new URL(`preload/${name}.cjs`, import.meta.url));

interface Ended {
  readonly how: string;
  readonly output: string;
}

function runProcess(parameters: readonly string[], cwd: string, env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  const keep = (text: Buffer): void => void (output = (output + String(text)).slice(-OUTPUT_LIMIT));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // The group, since tests may start processes of their own.
  const limit = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), FILE_LIMIT);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ how: signal === null ? `${code}` : `${signal} (the limit is ${FILE_LIMIT / 1000} s)`, output });
    });
  });
}

function parametersOf(suite: Suite, { home }: Place, file: string): string[] {
  const preloads = [preload('redirect'), ...(suite.prepare === undefined ? [] : [suite.prepare])];
  const requires = preloads.flatMap((path) => ['--require', path]);
  if (suite.runner === 'tap') return [...requires, file];
  const mocha = join(home, 'node_modules/mocha/bin/_mocha');
  const report = ['--reporter', preload('reporter'), '--timeout', `${TEST_LIMIT}`, '--exit'];
  return [mocha, ...(suite.mocha ?? []), ...report, ...requires, file];
}

const reported = (path: string): Outcome[] =>
  !existsSync(path)
    ? []
    : readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Outcome);

/** Tests of one name are told apart by their order. */
function named(file: string, outcomes: readonly Outcome[]): Outcome[] {
  const seen = new Map<string, number>();
  return outcomes.map((outcome) => {
    const times = (seen.get(outcome.test) ?? 0) + 1;
    seen.set(outcome.test, times);
    return { ...outcome, test: `${file}: ${outcome.test}${times === 1 ? '' : ` (${times})`}` };
  });
}

interface FileRun {
  readonly suite: Suite;
  readonly place: Place;
  readonly uri: string;
}

/** How a file is called in lists: from the package that has it, or from the folder in which the suite runs. */
function labelOf(file: string, folder: string): string {
  const inPackage = file.split('/node_modules/').at(-1)!;
  if (inPackage !== file) return inPackage;
  return file.startsWith(`${folder}/`) ? relative(folder, file) : basename(file);
}

async function runFile({ suite, place, uri }: FileRun, file: string): Promise<Outcome[]> {
  const own = mkdtempSync(join(tmpdir(), 'peers-file-'));
  const report = join(own, 'report');
  const { how, output } = await runProcess(parametersOf(suite, place, file), place.folder, {
    PATH: process.env['PATH'] ?? '',
    HOME: own,
    TMPDIR: own,
    PEERS_FOLDER: place.folder,
    PEERS_REPORT: report,
    PEERS_URI: uri,
    PEERS_HOST: new URL(uri).hostname,
    PEERS_PORT: new URL(uri).port,
    ...suite.environment?.(uri),
  });
  const outcomes = suite.runner === 'tap' ? outcomesOfTap(output) : reported(report);
  rmSync(own, { recursive: true, force: true });
  const failed = outcomes.some(({ outcome }) => outcome === 'failed');
  // mocha's exit code is the number of failures; a process that dies half-way has no test that failed, or a signal.
  if (outcomes.length === 0 || how.startsWith('SIG') || (how !== '0' && !failed))
    outcomes.push({
      test: '(the process)',
      outcome: 'failed',
      error: `ended with ${how}: ${output.trim().slice(-300)}`,
    });
  return named(labelOf(file, place.folder), outcomes);
}

async function runFiles(run: FileRun, tell: (line: string) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const file of run.suite.files(run.place)) {
    const begun = performance.now();
    const some = await runFile(run, file);
    outcomes.push(...some);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    tell(`${run.suite.name}: ${labelOf(file, run.place.folder)}: ${some.length} tests, ${seconds} s`);
  }
  return outcomes;
}

/**
 * @param uri a server of which every database may be emptied
 * @param tell takes a line for each file
 */
export async function runSuite(
  suite: Suite,
  { home, cache }: Omit<Place, 'folder'>,
  uri: string,
  tell: (line: string) => void,
): Promise<Outcome[]> {
  if (suite.checkout !== undefined)
    return runFiles({ suite, place: { home, folder: suite.checkout, cache }, uri }, tell);
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  const place = { home, folder, cache };
  try {
    suite.unpack?.(place);
    symlinkSync(join(home, 'node_modules'), join(folder, 'node_modules'));
    return await runFiles({ suite, place, uri }, tell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
