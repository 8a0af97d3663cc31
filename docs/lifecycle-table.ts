/** The life of a worker, drawn and listed from the table that the subgraph judges by: the generated part of docs/lifecycle-of-a-worker.md. */
import {
  DAILY_RULES,
  WORKER_CHANGES,
  TRANSITIONS,
  type ChangeName,
  type RuleName,
} from '../subgraphs/workers/lifecycle/transitions.ts';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const code = (name: string): string => `\`${name}\``;

/** One arrow for each pair of statuses; those that end participation from nearly everywhere would hide the others. */
function drawing(): string[] {
  const everywhere: readonly (ChangeName | RuleName)[] = ['exitWorker', 'mergeDuplicates', 'ageLimitReached'];
  const arrows = TRANSITIONS.flatMap(({ change, from, to }) => {
    if (to === null || everywhere.includes(change)) return [];
    return (from.length === 0 ? ['[*]'] : from).map((status) => `  ${status} --> ${to}: ${change}`);
  });
  const ended = everywhere.flatMap((change) =>
    TRANSITIONS.filter((each) => each.change === change).map(({ to }) => `  ANY --> ${to}: ${change}`),
  );
  return [
    'stateDiagram-v2',
    ...arrows,
    '  state "any of those in the table" as ANY',
    ...ended,
    '  EXITED --> [*]',
    '  DUPLICATE --> [*]',
  ];
}

/** @returns the drawing, then who may do what, then every transition */
export function lifecycleSections(): string {
  return [
    '### Drawn',
    '',
    '```mermaid',
    ...drawing(),
    '```',
    '',
    '### Who may',
    '',
    row(['mutation', 'scope', 'for', 'what it does']),
    '|---|---|---|---|',
    ...Object.entries(WORKER_CHANGES).map(([name, { scope, agency, what }]) =>
      row([code(name), code(scope), agency, what]),
    ),
    '',
    '### What time does',
    '',
    row(['rule', 'what it does']),
    '|---|---|',
    ...Object.entries(DAILY_RULES).map(([name, what]) => row([code(name), what])),
    '',
    '### Every transition',
    '',
    row(['mutation or rule', 'from', 'to', 'needs']),
    '|---|---|---|---|',
    ...TRANSITIONS.map(({ change, from, to, needs }) =>
      row([
        code(change),
        from.length === 0 ? 'nothing' : from.map(code).join(' '),
        to === null ? 'stays' : code(to),
        needs,
      ]),
    ),
  ].join('\n');
}
