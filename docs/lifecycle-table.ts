/** The lives of records, drawn and listed from the tables that the subgraphs judge by: the generated parts of the pages docs/lifecycle-of-a-….md. */
import type { ChangeRule, Transition } from '../subgraphs/changes/transitions.ts';
import { MEMBER_CHANGES, MEMBER_TRANSITIONS } from '../subgraphs/groups/lifecycle/transitions.ts';
import { DAILY_RULES, WORKER_CHANGES, TRANSITIONS } from '../subgraphs/workers/lifecycle/transitions.ts';

/** What one page is drawn from. */
interface Life {
  readonly changes: Readonly<Record<string, ChangeRule>>;
  /** What time does, by rule. */
  readonly rules: Readonly<Record<string, string>>;
  readonly transitions: readonly Transition[];
  /** Changes that end participation from nearly everywhere. */
  readonly everywhere: readonly string[];
  /** Statuses that nothing leads on from. */
  readonly last: readonly string[];
}

/** The life of a worker. */
export const LIFE_OF_A_WORKER: Life = {
  changes: WORKER_CHANGES,
  rules: DAILY_RULES,
  transitions: TRANSITIONS,
  everywhere: ['exitWorker', 'mergeDuplicates', 'ageLimitReached'],
  last: ['EXITED', 'DUPLICATE'],
};

/** The life of a member of a group. */
export const LIFE_OF_A_MEMBER: Life = {
  changes: MEMBER_CHANGES,
  rules: {},
  transitions: MEMBER_TRANSITIONS,
  everywhere: [],
  last: ['TERM_ENDED', 'EXITED'],
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const code = (name: string): string => `\`${name}\``;

/** One arrow for each pair of statuses; those that end participation from nearly everywhere would hide the others. */
function drawing({ transitions, everywhere, last }: Life): string[] {
  const arrows = transitions.flatMap(({ change, from, to }) => {
    if (to === null || everywhere.includes(change)) return [];
    return (from.length === 0 ? ['[*]'] : from).map((status) => `  ${status} --> ${to}: ${change}`);
  });
  const ended = everywhere.flatMap((change) =>
    transitions.filter((each) => each.change === change).map(({ to }) => `  ANY --> ${to}: ${change}`),
  );
  return [
    'stateDiagram-v2',
    ...arrows,
    ...(ended.length > 0 ? ['  state "any of those in the table" as ANY'] : []),
    ...ended,
    ...last.map((status) => `  ${status} --> [*]`),
  ];
}

/** @returns the drawing, then who may do what, then every transition */
export function lifecycleSections(life: Life): string {
  const { changes, rules, transitions } = life;
  const hasRules = Object.keys(rules).length > 0;
  return [
    '### Drawn',
    '',
    '```mermaid',
    ...drawing(life),
    '```',
    '',
    '### Who may',
    '',
    row(['mutation', 'scope', 'for', 'what it does']),
    '|---|---|---|---|',
    ...Object.entries(changes).map(([name, { scope, agency, what }]) => row([code(name), code(scope), agency, what])),
    '',
    ...(hasRules ? rulesOf(rules) : []),
    '### Every transition',
    '',
    row([hasRules ? 'mutation or rule' : 'mutation', 'from', 'to', 'needs']),
    '|---|---|---|---|',
    ...transitions.map(({ change, from, to, needs }) =>
      row([
        code(change),
        from.length === 0 ? 'nothing' : from.map(code).join(' '),
        to === null ? 'stays' : code(to),
        needs,
      ]),
    ),
  ].join('\n');
}

const rulesOf = (rules: Life['rules']): string[] => [
  '### What time does',
  '',
  row(['rule', 'what it does']),
  '|---|---|',
  ...Object.entries(rules).map(([name, what]) => row([code(name), what])),
  '',
];
