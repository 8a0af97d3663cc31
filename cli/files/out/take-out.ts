/** Asks for a file page by page, under one request id, and writes it; where a page is refused, nothing of it is left. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { askGraph, type AskOptions } from '../../graph/ask-graph.ts';
import { graphFacts } from '../../graph/graph-access.ts';
import { writeTable } from '../write/table-writer.ts';
import { filesOutFault } from './errors.ts';
import type { Report } from './report.ts';

/** How a file was taken out. */
export interface TakenOut {
  readonly rows: number;
  /** Ids of persons who are not in it, since what a row needs is not known. */
  readonly leftOut: readonly string[];
  /** As the audit has it. */
  readonly operation: string;
  readonly requestId: string;
  /** What a person should know besides. */
  readonly remarks: readonly string[];
}

const OPERATIONS = new URL('../../../schema/operations/', import.meta.url);

/**
 * @param path of the file, which ends in `.csv` or `.xlsx`
 * @throws CodedError of the graph, of writing, READS_UNRECORDED, VALUES_MASKED, RATE_MISSING
 */
export async function takeOut<Answer>(
  report: Report<Answer>,
  path: string,
  access: Omit<AskOptions, 'requestId'>,
): Promise<TakenOut> {
  const remarks = await remarksOf(report, access);
  const document = readFileSync(new URL(`${report.question}.graphql`, OPERATIONS), 'utf8');
  const operation = /^query (\w+)/m.exec(document)![1]!;
  const requestId = `files-${randomUUID()}`;
  const taken = { rows: 0, leftOut: [] as string[], operation, requestId, remarks };
  const about = (): [string, string][] => [
    ['Isi', report.title],
    ['Tujuan', access.purpose ?? 'tidak memuat orang'],
    ['Diambil oleh', callerOf(access.token)],
    ['Waktu', new Date().toISOString()],
    ['Operasi dan permintaan', `${operation} ${requestId}`],
    ['Baris', String(taken.rows)],
    ...remarks.map((remark): [string, string] => ['Catatan', remark]),
  ];
  const writer = await writeTable({ path, titles: report.titles, about });
  try {
    for await (const answer of pages(report, { document, operation }, { ...access, requestId })) {
      const { rows, leftOut } = report.rowsOf(answer);
      for (const row of rows) await writer.add(row);
      taken.rows += rows.length;
      taken.leftOut.push(...leftOut);
    }
    await writer.finish();
    return taken;
  } catch (thrown) {
    await writer.discard();
    throw thrown;
  }
}

async function remarksOf(report: Report<never>, access: AskOptions): Promise<string[]> {
  const { recordsReads, sampleData } = await graphFacts(access);
  if (report.persons && recordsReads === false) throw filesOutFault('READS_UNRECORDED', access.url.origin);
  return [
    ...(sampleData
      ? ['Data contoh: semua orang dan angka rekaan. / Sample data: everybody and every number is invented.']
      : []),
    ...(report.persons && recordsReads === undefined
      ? ['Gateway tidak menyebut apakah pembacaan dicatat. / The gateway does not say whether reads are recorded.']
      : []),
  ];
}

async function* pages<Answer>(
  { variables, pageOf }: Report<Answer>,
  question: { readonly document: string; readonly operation: string },
  options: AskOptions,
): AsyncGenerator<Answer> {
  let after: string | null = null;
  for (;;) {
    const answer: Answer = await askGraph<Answer>(
      { ...question, variables: { ...variables, ...(after !== null && { after }) } },
      options,
    );
    yield answer;
    const page = pageOf?.(answer);
    if (page?.hasNextPage !== true || page.endCursor === null) return;
    after = page.endCursor;
  }
}

/** The subject of a signed token, as the audit names it; nothing where a token is of another kind. */
function callerOf(token: string): string {
  try {
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub?: unknown };
    return typeof sub === 'string' ? `user:${sub}` : '';
  } catch {
    return '';
  }
}
