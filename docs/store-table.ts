/** What the store offers and what it refuses, read from the tables it dispatches by: the tables of docs/store.md. */
import { ACCUMULATORS, REFUSED_ACCUMULATORS } from '../store/aggregate/accumulators.ts';
import { OPERATORS, REFUSED_EXPRESSIONS } from '../store/aggregate/operators.ts';
import { REFUSED_STAGES } from '../store/aggregate/pipeline.ts';
import { STAGES } from '../store/aggregate/stages.ts';
import { REFUSED_COLLECTION_OPTIONS } from '../store/commands/admin.ts';
import { REFUSED_FIND_OPTIONS } from '../store/commands/find.ts';
import { COMMANDS, REFUSED_COMMANDS } from '../store/commands/table.ts';
import { storeErrors } from '../store/errors.ts';
import { INDEX_OPTIONS, REFUSED_INDEX_OPTIONS } from '../store/index/spec.ts';
import { FIELD_OPERATORS, REFUSED_OPERATORS, TOP_OPERATORS } from '../store/query/parse.ts';
import { REFUSED_UPDATE_OPERATORS, UPDATE_OPERATORS } from '../store/update/operators.ts';

/** Names that work, by where they stand. */
export const OFFERED: Readonly<Record<string, readonly string[]>> = {
  commands: Object.keys(COMMANDS),
  'query operators': [...FIELD_OPERATORS, '$options', ...TOP_OPERATORS],
  'update operators': Object.keys(UPDATE_OPERATORS),
  'pipeline stages': Object.keys(STAGES),
  accumulators: ACCUMULATORS,
  'expression operators': Object.keys(OPERATORS),
  'index options': [...INDEX_OPTIONS],
};

/** Names that MongoDB has and the store answers with 115. */
export const REFUSED: Readonly<Record<string, readonly string[]>> = {
  commands: REFUSED_COMMANDS,
  'query operators': [...REFUSED_OPERATORS],
  'update operators': [...REFUSED_UPDATE_OPERATORS],
  'pipeline stages': [...REFUSED_STAGES],
  accumulators: [...REFUSED_ACCUMULATORS],
  'expression operators': [...REFUSED_EXPRESSIONS],
  'index options': REFUSED_INDEX_OPTIONS,
  'collection options': REFUSED_COLLECTION_OPTIONS,
  'find options': REFUSED_FIND_OPTIONS,
};

const names = (lists: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(lists).map(
    ([where, list]) =>
      `| ${where} | ${[...new Set(list)]
        .sort()
        .map((name) => `\`${name}\``)
        .join(' ')} |`,
  );

/** @returns the generated part of docs/store.md */
export function storeSections(): string {
  const errors = Object.entries(storeErrors)
    .sort(([, a], [, b]) => a.code - b.code)
    .map(([name, { code, what, solve }]) => `| ${code} | \`${name}\` | ${what} | ${solve} |`);
  return [
    '### Offered',
    '',
    '| where | names |',
    '|---|---|',
    ...names(OFFERED),
    '',
    '### Refused with 115',
    '',
    '| where | names |',
    '|---|---|',
    ...names(REFUSED),
    '',
    '### Errors',
    '',
    '| code | name | what happened | how to solve it |',
    '|---|---|---|---|',
    ...errors,
  ].join('\n');
}
