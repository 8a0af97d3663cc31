import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import { validate, type GraphQLSchema } from 'graphql';
import type { Finding } from '../finding.ts';
import type { CheckRule } from '../rule.ts';
import { concernedBy, coordinateOf } from './changed.ts';
import type { KnownOperation } from './known-operations.ts';
import { usagesOf } from './usages-of.ts';

/**
 * What clients see before and after is compared, not the subgraph: a field that moves between agencies changes nothing for them. A change
 * that breaks an operation somebody asks, or that is shipped, is an error and names who; one that breaks nobody is said and no more.
 * Every operation that was valid must stay valid, whatever the comparison says.
 */
export const breakingRule: CheckRule = {
  name: 'BREAKING/*',
  what: 'What clients see changes so that an operation of the last days, of the persisted manifest or a shipped one breaks (error), could misread its answer (warning), or nobody is concerned (notice). The names are those of `@graphql-inspector/core`; `BREAKING/OPERATION_INVALID` is an operation that is no longer valid for any other reason.',
  example: 'type Worker { id: ID! }   # name, which the dashboard asks, is gone',
  todo: 'Keep the field and deprecate it, tell the clients that are named, and remove it when nobody asks for it.',
  find: async ({ operations, api: { before, after } }) => {
    if (before === undefined || after === undefined) return [];
    const changes = (await diff(before, after)).filter(
      ({ criticality, type }) =>
        criticality.level !== CriticalityLevel.NonBreaking && !String(type).startsWith('DIRECTIVE_USAGE'),
    );
    const found = changes.map((change) => ofChange(change, operations));
    const named = new Set(
      found.flatMap(({ severity, usedBy = [] }) =>
        severity === 'error' ? usedBy.map(({ operation }) => operation) : [],
      ),
    );
    return [
      ...found,
      ...invalid(
        before,
        after,
        operations.filter(({ operation }) => !named.has(operation.name)),
      ),
    ];
  },
};

function ofChange(change: Change, known: readonly KnownOperation[]): Finding {
  const needed = concernedBy(change);
  const using = known.filter(({ used }) => needed.every((coordinate) => used.has(coordinate)));
  const isBreaking = change.criticality.level === CriticalityLevel.Breaking;
  const usedBy = usagesOf(using.map(({ operation }) => operation));
  const base = { rule: `BREAKING/${change.type}`, coordinate: coordinateOf(change) };
  if (using.length === 0)
    return {
      ...base,
      severity: 'notice',
      why: `${change.message}; no operation that is known uses it.`,
      todo: 'Nothing, unless somebody uses it who was not counted.',
    };
  return {
    ...base,
    severity: isBreaking ? 'error' : 'warning',
    why: `${change.message}; ${using.length === 1 ? 'one operation uses' : `${using.length} operations use`} it.`,
    todo: isBreaking
      ? 'Keep it and deprecate it, or have the clients that are named change their operations first.'
      : 'Make sure that the clients that are named can take the other value.',
    usedBy,
  };
}

function invalid(before: GraphQLSchema, after: GraphQLSchema, known: readonly KnownOperation[]): Finding[] {
  return known.flatMap(({ operation, document }) => {
    const [error] = validate(after, document, undefined, { maxErrors: 1 });
    if (error === undefined || validate(before, document, undefined, { maxErrors: 1 }).length > 0) return [];
    return [
      {
        rule: 'BREAKING/OPERATION_INVALID',
        severity: 'error',
        coordinate: operation.name,
        why: `The operation would no longer be valid: ${error.message}`,
        todo: 'Keep what it asks, or have the clients that are named change it first.',
        usedBy: usagesOf([operation]),
      },
    ];
  });
}
