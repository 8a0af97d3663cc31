import { isAbstractType, validate, type GraphQLSchema } from 'graphql';
import type { KnownOperation } from '../breaking/known-operations.ts';
import { usagesOf } from '../breaking/usages-of.ts';
import type { JudgeOperation, Judgement, UsedOperation } from '../check-input.ts';
import type { Finding } from '../finding.ts';
import type { CheckRule } from '../rule.ts';
import { changedTypes } from './changed-types.ts';

/**
 * Each operation that comes past something changed is planned on the supergraph before and after, once each. What grows is named, with what
 * it was and is. More than twice the requests, and at least three more, is an error: such a plan is seldom meant, and everybody who asks
 * waits for it. The rest are warnings: a field has to come from somewhere.
 */
export const costRule: CheckRule = {
  name: 'COST/*',
  what: 'An operation that is asked needs more requests to subgraphs (`COST/MORE_FETCHES`), more of them one after another (`COST/DEEPER`), or costs more (`COST/DEARER`). More than twice the requests, and at least three more, is an error; the rest is a warning.',
  example: 'type Worker @key(fields: "id") { id: ID! }   # name is answered by another subgraph since',
  todo: 'Let the subgraph that returns the object answer its field too, or tell the clients.',
  find: async ({ input: { judgeOperation }, operations, supergraphs: { before, after }, api }) => {
    if (judgeOperation === undefined || before === undefined || after === undefined || before === after) return [];
    const changed = changedTypes(before, after);
    const found: Finding[] = [];
    for (const known of unique(operations)) {
      if (!comesPast(api.before!, known, changed) || !isValid(api.after!, known)) continue;
      const { operation } = known;
      const [then, now] = await Promise.all([
        judged(judgeOperation, before, operation),
        judged(judgeOperation, after, operation),
      ]);
      if (then !== undefined && now !== undefined) found.push(...grown(operation, then, now));
    }
    return found;
  },
};

/** One operation of each text, with the clients of all. */
function unique(operations: readonly KnownOperation[]): readonly KnownOperation[] {
  return [...Map.groupBy(operations, ({ operation }) => operation.document).values()].map((same) => {
    const [first] = same as [KnownOperation];
    const clients = same.flatMap(({ operation }) => operation.clients);
    return { ...first, operation: { ...first.operation, clients } };
  });
}

function comesPast(schema: GraphQLSchema, { used }: KnownOperation, changed: ReadonlySet<string>): boolean {
  return [...used].some((name) => {
    const type = schema.getType(name);
    const behind = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    return changed.has(name) || behind.some((one) => changed.has(one.name));
  });
}

/** One that is not is found as breaking. */
function isValid(schema: GraphQLSchema, { document }: KnownOperation): boolean {
  return validate(schema, document, undefined, { maxErrors: 1 }).length === 0;
}

/** An operation that a side cannot plan is not compared: a limit of the gateway is no fault of the candidate. */
async function judged(
  judge: JudgeOperation,
  supergraph: string,
  { document }: UsedOperation,
): Promise<Judgement | undefined> {
  try {
    return await judge(supergraph, document);
  } catch {
    return undefined;
  }
}

const KINDS = [
  ['fetches', 'MORE_FETCHES', 'requests to subgraphs'],
  ['depth', 'DEEPER', 'requests one after another'],
  ['cost', 'DEARER', 'of estimated cost'],
] as const;

function grown(operation: UsedOperation, then: Judgement, now: Judgement): Finding[] {
  return KINDS.filter(([what]) => now[what] > then[what]).map(([what, rule, words]) => ({
    rule: `COST/${rule}`,
    severity: what === 'fetches' && isFarMore(then[what], now[what]) ? 'error' : 'warning',
    coordinate: operation.name,
    why: `It needs ${now[what]} ${words}, and ${then[what]} before.`,
    todo: 'Let the subgraph that returns the object answer its field too, or tell the clients that are named.',
    usedBy: usagesOf([operation]),
  }));
}

const isFarMore = (then: number, now: number): boolean => now > 2 * then && now >= then + 3;
