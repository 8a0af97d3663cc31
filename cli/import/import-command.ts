/**
 * `npm run import -- workers|verifications|members FILE`: a dry run, and with --apply the real one. `npm run import -- undo JOB` takes back what a job did.
 * It ends with 0 where every row is taken, with 3 where rows were rejected, with 1 where it could not go on: started again, it does.
 */
import { SingleBar } from 'cli-progress';
import { codedError, CodedError } from '../../base/errors.ts';
import { ignoreClosedPipe } from '../../base/ignore-closed-pipe.ts';
import { readSettings, type SettingsOf } from '../../base/settings.ts';
import type { RowKind } from '../files/read/mapping/fields.ts';
import { expectNewTable } from '../files/write/expect-new-table.ts';
import { REJECT_TITLES, writeRejects, type RejectsToWrite, type RejectToWrite } from '../files/write/write-rejects.ts';
import type { AskOptions } from '../graph/ask-graph.ts';
import { graphAccess } from '../graph/graph-access.ts';
import { adviceOf } from '../advice-of.ts';
import { terminalText } from '../terminal/terminal-text.ts';
import { importCommandFault } from './errors.ts';
import { importGraph, type ImportGraph, type RowReason, type SentPass } from './import-graph.ts';
import { fieldLines } from './field-lines.ts';
import { openFile, type OpenedFile } from './read-rows.ts';
import { columnsReport, passReport, undoReport } from './report.ts';
import { rowsOf } from './rows-of.ts';
import { runPass, type RunPass } from './run-pass.ts';
import { importSettings } from './settings.ts';
import { undoHint } from './undo-hint.ts';

const KINDS: Readonly<Record<string, RowKind>> = {
  workers: 'WORKERS',
  verifications: 'VERIFICATIONS',
  members: 'MEMBERS',
};
/** Some rows were not taken. */
const REJECTED = 3;

const USAGE = `npm run import -- <what> <file> [options]

  workers FILE         people of the roster: a dry run; with --apply they are written
  verifications FILE   answers of agencies about workers
  members FILE         members of groups
  fields WHAT          the fields of a file of workers, verifications or members: titles, form, which are needed
  undo JOB             takes back what a job did where nobody has changed it since
  undo-members JOB     the same for a job of members

npm run import -- workers --help lists the options.
`;

type Settings = SettingsOf<typeof importSettings>;

const say = (line: string): void => void process.stdout.write(`${terminalText(line)}\n`);

async function main([what = '', ...words]: readonly string[]): Promise<number> {
  if (['', '--help', '-h'].includes(what)) {
    process.stderr.write(USAGE);
    return 0;
  }
  const [first = '', ...rest] = words;
  const hasName = first !== '' && !first.startsWith('-');
  const settings = readSettings(`npm run import -- ${what}`, importSettings, hasName ? rest : words);
  if (settings === undefined) return 0;
  if (what === 'fields') return listFields(first);
  if (settings.rows !== undefined && !settings.apply)
    throw importCommandFault('IMPORT_USAGE', 'expected --apply beside --rows: a dry run goes through the whole file');
  if (!hasName) throw importCommandFault('IMPORT_USAGE', `expected a file or a job behind ${JSON.stringify(what)}`);
  if (what === 'undo' || what === 'undo-members') return undo(what === 'undo' ? 'WORKERS' : 'MEMBERS', first, settings);
  const kind = KINDS[what];
  if (kind === undefined)
    throw importCommandFault(
      'IMPORT_USAGE',
      `expected one of ${Object.keys(KINDS).join(', ')}, fields, undo or undo-members`,
    );
  return importFile(kind, first, settings);
}

function listFields(what: string): number {
  const kind = KINDS[what];
  if (kind === undefined)
    throw importCommandFault('IMPORT_USAGE', `expected one of ${Object.keys(KINDS).join(', ')} behind fields`);
  for (const line of fieldLines(kind)) say(line);
  return 0;
}

/** Who owns most of what a kind brings; beside `npm start` the page offers a token for them. */
const OWNERS: Readonly<Record<RowKind, string>> = {
  WORKERS: 'agency-owner@DISNAKER',
  VERIFICATIONS: 'agency-owner@DISNAKER',
  MEMBERS: 'agency-owner@BKPSDM',
};

async function askOptions(kind: RowKind, settings: Settings): Promise<AskOptions> {
  return {
    ...(await graphAccess({
      graph: settings.graph,
      tokenFile: settings.tokenFile,
      role: settings.role ?? OWNERS[kind],
    })),
    purpose: 'REGISTRATION',
    onWait: (seconds, code) => say(`waiting ${seconds} s (${code})`),
  };
}

async function importFile(kind: RowKind, path: string, settings: Settings): Promise<number> {
  const { mapping, sheet, mostBytes, apply, rejects } = settings;
  if (rejects !== undefined) expectNewTable(rejects);
  const toImport = { path, kind, mapping, sheet, mostBytes };
  const opened = await openFile(toImport);
  for (const line of columnsReport(opened)) say(line);
  const graph = importGraph(kind, await askOptions(kind, settings));
  const checked = await onePass(graph, 'CHECK', opened, settings);
  const beyond = rowsBeyond(checked.found.taken, settings);
  if (!apply) {
    say(
      checked.found.rejected > 0
        ? 'Nothing was written; --apply writes the rows that fit.'
        : 'Nothing was written; --apply does it.',
    );
    return checked.found.rejected > 0 ? REJECTED : 0;
  }
  const applied = await onePass(graph, 'APPLY', await openFile(toImport), settings);
  if (beyond !== undefined) say(beyond);
  if (!applied.isWhole) say(`rows from ${applied.found.taken + 1} on are left for another run`);
  say(`job ${applied.job.id}; to take it back: ${undoHint(kind, applied.job.id, settings)}`);
  return applied.found.rejected > 0 ? REJECTED : 0;
}

/**
 * @param rows of the file @returns what is to be said where the range goes beyond them
 * @throws CodedError IMPORT_ROWS_RANGE where all of it is beyond
 */
function rowsBeyond(rows: number, { rows: range }: Settings): string | undefined {
  if (range === undefined || range[1] <= rows) return undefined;
  const [from, to] = range;
  if (from > rows) throw importCommandFault('IMPORT_ROWS_RANGE', `expected some of 1-${rows}, got ${from}-${to}`);
  return `the file has ${rowsOf(rows)}: there are no rows from ${rows + 1} to ${to}`;
}

async function onePass(graph: ImportGraph, pass: SentPass, file: OpenedFile, settings: Settings): Promise<RunPass> {
  const bar = progressBar(pass);
  const rejects = new RejectsFile(pass === 'APPLY' || !settings.apply ? settings.rejects : undefined, file);
  const began = performance.now();
  try {
    const run = await runPass({
      graph,
      file,
      pass,
      again: settings.again,
      range: pass === 'APPLY' ? settings.rows : undefined,
      onProgress(share, rows) {
        if (!bar.isActive) bar.start(100, 0, { rows: 0 });
        bar.update(Math.floor(share * 100), { rows });
      },
      onRejected: ({ line, whole }, reasons, job) =>
        rejects.add({
          line,
          cells: whole,
          id: `${job}:${line}`,
          reasons: reasons.map(reasonInFile),
        }),
    });
    bar.stop();
    for (const note of file.table.notes) say(`note      ${note}`);
    say(pass === 'CHECK' ? 'dry run   ' : 'applied   ');
    for (const line of passReport(run)) say(line);
    if (run.wasDone) say(DONE_BEFORE);
    if (run.sent > 0) say(rateOf(run.sent, (performance.now() - began) / 1000));
    const written = await rejects.finish();
    if (written > 0)
      say(`${rowsOf(written, 'rejected')} in ${settings.rejects!}: correct them there, and import that file`);
    return run;
  } finally {
    bar.stop();
    await rejects.finish();
  }
}

/** In Indonesian, with what may be meant. */
const reasonInFile = ({ code, field, textId, likely }: RowReason): string =>
  `${code} (${field}): ${textId}${likely.length === 0 ? '' : ` Mungkin: ${likely.join(', ')}.`}`;

const DONE_BEFORE =
  'this is from an earlier run, which ended it: nothing was sent, and no file of rejected rows is written; --again goes through the file once more';

const progressBar = (pass: SentPass): SingleBar =>
  new SingleBar({
    format: `${pass === 'CHECK' ? 'dry run' : 'applying'} {bar} {percentage}% | {rows} rows`,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });

const rateOf = (rows: number, seconds: number): string =>
  `${rowsOf(rows)} in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} a second`;

/** The file of rejected rows, begun with the first of them. */
class RejectsFile {
  readonly #to: RejectsToWrite | undefined;
  /** Columns that tell of an earlier import, where the file is one of rejected rows itself: this file tells of its own. */
  readonly #earlier: ReadonlySet<number>;
  readonly #waiting: RejectToWrite[] = [];
  #writing: Promise<number> | undefined;
  #wake: (() => void) | undefined;
  #ended = false;

  constructor(path: string | undefined, { table: { header, delimiter } }: OpenedFile) {
    const titles: readonly string[] = REJECT_TITLES;
    this.#earlier = new Set(header.flatMap((title, at) => (titles.includes(title) ? [at] : [])));
    this.#to = path === undefined ? undefined : { path, header: this.#own(header), delimiter };
  }

  async add(row: RejectToWrite): Promise<void> {
    if (this.#to === undefined) return;
    this.#waiting.push({ ...row, cells: this.#own(row.cells) });
    this.#writing ??= writeRejects(this.#to, this.#rows());
    this.#wake?.();
    // A file that cannot be written ends the import here, not at its end.
    await Promise.race([this.#writing, Promise.resolve()]);
  }

  #own(cells: readonly string[]): readonly string[] {
    return cells.filter((_, at) => !this.#earlier.has(at));
  }

  /** @returns how many rows are in the file */
  async finish(): Promise<number> {
    this.#ended = true;
    this.#wake?.();
    return (await this.#writing) ?? 0;
  }

  async *#rows(): AsyncGenerator<RejectToWrite> {
    for (;;) {
      const row = this.#waiting.shift();
      if (row !== undefined) yield row;
      else if (this.#ended) return;
      else await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
}

async function undo(kind: RowKind, id: string, settings: Settings): Promise<number> {
  const graph = importGraph(kind, await askOptions(kind, settings));
  for (;;) {
    const job = await graph.undo(id);
    if (job.state !== 'UNDONE') {
      say(`${job.undone} of ${job.added + job.changed} rows taken back`);
      continue;
    }
    for (const line of undoReport(job)) say(line);
    return job.leftAlone > 0 ? REJECTED : 0;
  }
}

ignoreClosedPipe();
main(process.argv.slice(2)).then(
  (code) => void (process.exitCode = code),
  (thrown: unknown) => {
    const error = thrown instanceof CodedError ? thrown : codedError(thrown);
    process.stderr.write(`${terminalText(`${error.code}: ${error.message}`)}\n`);
    const advice = adviceOf(error.code);
    if (advice !== undefined) process.stderr.write(`${advice}\n`);
    process.exitCode = error.code === 'IMPORT_USAGE' || error.code === 'BAD_OPTION' ? 2 : 1;
  },
);
