/** Sends a file through one pass: from where the job stands, so that a client that was killed goes on. */
import type { Table } from '../files/read/open-table.ts';
import { importCommandFault } from './errors.ts';
import type { SentBatch, ImportGraph, Job, Pass, SentPass, RowReason, SentRow } from './import-graph.ts';
import { masked } from './masked.ts';
import { batchesToSend, type FileRow, type OpenedFile } from './read-rows.ts';

/** How a pass is run. */
export interface PassToRun {
  readonly graph: ImportGraph;
  readonly file: OpenedFile;
  readonly pass: SentPass;
  readonly again: boolean;
  /** Rows of data to be sent, counted from 1; all when left out. */
  readonly range?: readonly [number, number] | undefined;
  readonly onProgress?: (share: number, rows: number) => void;
  /** Receives each row that was not taken. */
  readonly onRejected?: (row: FileRow, reasons: readonly RowReason[], job: string) => Promise<void>;
}

/** An example of a reason: a line, and what stands there, masked. */
export interface Example {
  readonly line: number;
  readonly shown: string;
  readonly likely: readonly string[];
}

/** What a pass has come to. */
export interface RunPass {
  readonly job: Job;
  readonly found: Pass;
  /** By reason and field, of the rows that this run sent. */
  readonly examples: ReadonlyMap<string, readonly Example[]>;
  /** False where rows of the file are left for a later run. */
  readonly isWhole: boolean;
  /** Rows that this run sent. */
  readonly sent: number;
  /** True where an earlier run had ended the pass: this one did nothing. */
  readonly wasDone: boolean;
}

const MOST_EXAMPLES = 10;

/** @throws CodedError of the graph, of the reader, IMPORT_ROWS_ORDER */
export async function runPass(run: PassToRun): Promise<RunPass> {
  const { graph, file, pass, again } = run;
  const { table, columns } = file;
  let job = await graph.begin({ sha256: table.sha256, columns, pass, again });
  const begun = passOf(job, pass);
  if (begun.finishedAt !== null) {
    await table.close();
    return { job, found: begun, examples: new Map(), isWhole: true, sent: 0, wasDone: true };
  }
  expectNext(begun.taken, run.range);
  const sending = new Sending(run, begun.taken);
  for await (const rows of batchesToSend(sending.wanted())) {
    const sent = rows.map(({ line, cells }) => ({ line, cells }));
    const batch = await graph.rows({ job: job.id, pass, from: sending.done, rows: sent });
    ({ job } = batch);
    await sending.answered(rows, batch, table);
  }
  if (sending.isWhole) job = await graph.finish({ job: job.id, pass, rows: sending.done });
  const { examples, isWhole, sent } = sending;
  return { job, found: passOf(job, pass), examples, isWhole, sent, wasDone: false };
}

const passOf = (job: Job, pass: SentPass): Pass => (pass === 'CHECK' ? job.check : job.apply)!;

/** @throws CodedError IMPORT_ROWS_ORDER where the range leaves rows out, or all of it is taken already */
function expectNext(taken: number, range: PassToRun['range']): void {
  if (range === undefined) return;
  const [from, to] = range;
  if (from > taken + 1 || to <= taken)
    throw importCommandFault('IMPORT_ROWS_ORDER', `expected rows from ${taken + 1} on, got ${from}-${to}`);
}

/** What is sent, and what came back. */
class Sending {
  readonly examples = new Map<string, Example[]>();
  readonly #run: PassToRun;
  readonly #taken: number;
  /** Rows of the file that are taken. */
  done: number;
  isWhole = false;
  sent = 0;

  constructor(run: PassToRun, taken: number) {
    this.#run = run;
    this.#taken = taken;
    this.done = taken;
  }

  /** The rows from where the job stands to the end of the range. */
  async *wanted(): AsyncGenerator<FileRow> {
    const last = this.#run.range?.[1] ?? Infinity;
    let number = 0;
    for await (const row of this.#run.file.rows()) {
      number += 1;
      if (number > last) return;
      if (number > this.#taken) yield row;
    }
    this.isWhole = true;
  }

  async answered(rows: readonly FileRow[], { rejected, job }: SentBatch, table: Table): Promise<void> {
    this.done += rows.length;
    this.sent += rows.length;
    const byLine = new Map(rows.map((row) => [row.line, row]));
    for (const { line, reasons } of rejected) {
      const row = byLine.get(line)!;
      for (const reason of reasons) this.#keep(row, reason);
      await this.#run.onRejected?.(row, reasons, job.id);
    }
    this.#run.onProgress?.(table.share(), this.done);
  }

  #keep({ line, cells }: SentRow, { code, field, likely }: RowReason): void {
    const key = `${code} ${field}`;
    const kept = this.examples.get(key) ?? [];
    this.examples.set(key, kept);
    if (kept.length >= MOST_EXAMPLES) return;
    const at = this.#run.file.columns.indexOf(field);
    kept.push({ line, shown: at < 0 ? '' : masked(field, cells[at] ?? ''), likely });
  }
}
