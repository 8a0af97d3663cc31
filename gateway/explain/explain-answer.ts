/** Explains an answer once it is made and recorded: why its values are as they are, what was fetched, what it cost. */
import type { GraphQLSchema } from 'graphql';
import { TimeSlices, type SliceScheduler } from '../../base/time-slices.ts';
import type { AbortState } from '../../base/abort-state.ts';
import type { ExecutionResult } from '../execute/execution-result.ts';
import type { FetchNote } from '../fetch/fetch-note.ts';
import type { RulesBehind } from '../guard/guard.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { ErrorViews } from '../reply/settings.ts';
import type { Generation } from '../supergraph/generation.ts';
import { AnswerErrors } from './answer-errors.ts';
import type { Explanation } from './explanation.ts';
import { explainCost } from './explained-cost.ts';
import { explainFetches } from './explained-fetches.ts';
import { explainValues, type ValueSources } from './explained-values.ts';
import { planPlaces, type PlanPlaces } from './plan-places.ts';
import { selectedPart } from './selected-part.ts';
import { tellsNobodysLength } from './told-size.ts';
import { ValueGroups } from './value-groups.ts';
import type { PositionOf } from './why-failed.ts';
import type { ToldPolicy } from './why-hidden.ts';

/** What an explainer stands on. */
export interface ExplainerOptions {
  readonly scheduler: SliceScheduler;
  readonly positionOf: PositionOf;
  /** What clients see of subgraphs' errors: an explanation tells no more. */
  readonly views: ErrorViews;
}

/** An answer, and what it was made from. */
interface ExplainedAnswer {
  readonly prepared: PreparedOperation;
  readonly generation: Generation;
  /** As execution left it; absent where nothing was to run. */
  readonly executed: ExecutionResult | undefined;
  /** As it leaves. */
  readonly outcome: ExecutionResult;
  readonly notes: readonly FetchNote[];
  readonly rules: RulesBehind | undefined;
  /** Aborted when nobody waits any more. */
  readonly signal?: AbortState;
  readonly client?: string;
}

/** Explains answers. @throws WorkAbandoned where nobody waits any more */
export type ExplainAnswer = (answer: ExplainedAnswer) => Promise<Explanation>;

/** Fetches that are listed. */
const MOST_FETCHES = 200;

/** @returns a function that changes nothing of the answer, whose `data` it reads */
export function createExplainer(options: ExplainerOptions): ExplainAnswer {
  return async (answer) => {
    const { prepared, generation, executed, outcome, notes, rules } = answer;
    const places = planPlaces(prepared.plan);
    const groups = new ValueGroups();
    const merged = executed?.merged?.();
    const data = outcome.data();
    if (merged !== undefined) {
      const slices = new TimeSlices(options.scheduler, answer.signal, answer.client);
      const steps = explainValues(merged, data, valueSources(options, answer, places), groups);
      while (steps.next().done !== true) if (slices.over) await slices.next();
    }
    const reader = rules && { policy: rules.policy, supergraph: generation.supergraphSchema };
    const fetches = explainFetches({
      views: places.fetches,
      notes,
      hasRun: executed !== undefined,
      data,
      positionOf: options.positionOf,
      selectedPart: selectedPart(prepared.document, prepared.operation),
      seesSubgraphs: rules?.seesSubgraphs === true,
      tellsSize: (view) => reader === undefined || tellsNobodysLength(reader, view),
    });
    return {
      values: groups.values(),
      valuesLeftOut: groups.leftOut,
      fetches: fetches.slice(0, MOST_FETCHES),
      fetchesLeftOut: Math.max(0, fetches.length - MOST_FETCHES),
      cost: rules?.cost === undefined ? null : explainCost(rules.cost),
      limits: rules?.budget ?? null,
    };
  };
}

function valueSources(
  { positionOf, views }: ExplainerOptions,
  { prepared, generation, outcome, rules }: ExplainedAnswer,
  places: PlanPlaces,
): ValueSources {
  const schema = shownSchema(prepared, generation);
  const told: ToldPolicy | undefined = rules && { policy: rules.policy, standing: rules.standing, schema };
  return {
    errors: new AnswerErrors(outcome.errors(), views),
    told,
    lastMonth: rules?.month,
    positionOf,
    schema,
    isOfEntity: (planned) => places.isOfEntity(planned),
    subgraphsOf: (planned, coordinate) => {
      const asked = places.subgraphsAt(planned);
      const owners = asked.length > 1 && coordinate !== undefined ? (rules?.policy.ownersOf(coordinate) ?? []) : [];
      const both = asked.filter((name) => owners.includes(name));
      return both.length > 0 ? both : asked;
    },
  };
}

/** Where hidden fields are unknown to a caller, an explanation does not name them either. */
function shownSchema({ authorization }: PreparedOperation, { apiSchema }: Generation): GraphQLSchema {
  return authorization.unseen === 'unknown' ? (authorization.schema?.(apiSchema) ?? apiSchema) : apiSchema;
}
