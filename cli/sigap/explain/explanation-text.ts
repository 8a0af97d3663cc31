/** An explanation for people: fetches as they followed one another, values with their reasons, cost by field, what the caller may use. */
import { oneLine } from '../../terminal/one-line.ts';
import { tableText } from '../table.ts';
import type { AnsweredExplanation, AnsweredFetch, AnsweredValue } from './ask-explained.ts';

/** Characters of the longest bar. */
const WIDTH = 40;

/** @returns lines without any value of the answer */
export function explanationText(explanation: AnsweredExplanation): string {
  const { values, valuesLeftOut, fetches, fetchesLeftOut, cost, limits } = explanation;
  return [
    'Fetches',
    ...fetchLines(fetches),
    ...leftOut(fetchesLeftOut, 'fetches'),
    '',
    'Values',
    ...(values.length === 0 ? ['every value is as its owner holds it'] : values.flatMap(valueLines)),
    ...leftOut(valuesLeftOut, 'values'),
    '',
    ...costLines(cost),
    limitsLine(limits),
  ].join('\n');
}

function fetchLines(fetches: readonly AnsweredFetch[]): readonly string[] {
  const end = Math.max(1, ...fetches.map(({ started, took }) => (started ?? 0) + (took ?? 0)));
  const rows = fetches.map((fetch, index) => [
    String(index + 1),
    fetch.subgraph,
    fetch.paths.map((path) => (path.length === 0 ? 'root' : path.join('.'))).join(', '),
    barOf(fetch, end),
    fetch.took === null ? '-' : `${fetch.took} ms`,
    fetch.rows,
    fetch.bytes,
    fetch.state,
    fetch.address,
  ]);
  const table = tableText(
    ['', 'subgraph', 'fills', `0 to ${Math.round(end)} ms`.padEnd(WIDTH), 'took', 'rows', 'bytes', 'state', 'address'],
    rows,
    'nothing is fetched',
  );
  const why = fetches.flatMap((fetch, index) =>
    fetch.why === undefined ? [] : [`${index + 1}: ${oneLine(fetch.why)}`],
  );
  return [table, ...why];
}

/** When a fetch was under way. */
function barOf({ started, took }: AnsweredFetch, end: number): string {
  if (started === null || took === null) return ' '.repeat(WIDTH);
  const from = Math.min(WIDTH - 1, Math.floor((started / end) * WIDTH));
  const length = Math.max(1, Math.min(WIDTH - from, Math.round((took / end) * WIDTH)));
  return `${' '.repeat(from)}${'█'.repeat(length)}`.padEnd(WIDTH);
}

function valueLines({ path, count, coordinate, kind, why }: AnsweredValue): readonly string[] {
  const place = path.length === 0 ? 'the whole answer' : path.join('.');
  const more = count === 1 ? '' : `, and ${count - 1} more`;
  return [oneLine(`${kind}  ${coordinate ?? '-'}  ${place}${more}`), `    ${oneLine(why)}`];
}

function costLines(cost: AnsweredExplanation['cost']): readonly string[] {
  if (cost === null) return ['Cost: it takes the scope cost:read'];
  const rows = cost.fields.map((one) => [
    String(one.cost),
    one.coordinate ?? 'the record of the audit',
    one.path.join('.'),
  ]);
  return [
    `Cost, estimated: ${cost.total}`,
    tableText(['cost', 'field', 'at'], rows, 'nothing costs anything'),
    ...(cost.costLeftOut === 0 ? [] : [`${cost.costLeftOut} for fields that are not listed`]),
  ];
}

function limitsLine(limits: AnsweredExplanation['limits']): string {
  if (limits === null) return 'Limits: none, nothing is guarded here';
  const { requestsPerMinute, costPerRequest, costPerMinute, personsPerMinute } = limits;
  return `Limits: ${requestsPerMinute} requests a minute, cost ${costPerRequest} a request and ${costPerMinute} a minute, ${personsPerMinute} persons a minute`;
}

const leftOut = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [`${count} more ${what} are not listed`];
