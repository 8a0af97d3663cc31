/** Prepares one operation: plans it in a thread, enforces the caller's authorization, and compiles it. */
import {
  getOperationAST,
  parse,
  print,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import type { CompileOperation } from '../execute/compile-operation.ts';
import { conflictingUses } from './workarounds/name-uses.ts';
import type { SyntheticFields } from './workarounds/required-arguments.ts';
import { aliasSeparator, type SeparateAliases } from './workarounds/separate-aliases.ts';
import type { Denial, FieldPolicy } from '../disclosure/field-policy.ts';
import { requestedFields } from './requested-fields.ts';
import { planFault } from './errors.ts';
import { fetchedFieldsReader, type ReadFetchedFields } from './fetched-fields.ts';
import { onlyOperation } from './only-operation.ts';
import { OperationInvalid } from './operation-invalid.ts';
import type { OverrideLabels } from './override-labels.ts';
import type { PlanJob, PlanReply, SchemaView } from './planner-messages.ts';
import type { Planner } from './planner.ts';
import type { OperationCounts, OperationLabels, PreparedOperation } from './prepared-operation.ts';
import type { CallersView, SchemaViews } from './schema-views.ts';
import type { FetchedField, PlannedOperation, Authorization } from './authorization.ts';
import { denialsOf, withoutUnauthorizedFields, type Denials } from './unauthorized-field-filter.ts';

/** The supergraph that operations are prepared for, and what prepares them. */
interface PreparationSource {
  /** The id of the supergraph's generation. */
  readonly generation: string;
  /** The schema that clients see. */
  readonly api: GraphQLSchema;
  /** The supergraph as it is planned on: from `separateRequiredArguments`, with its synthetic fields. */
  readonly supergraph: GraphQLSchema;
  readonly syntheticFields: SyntheticFields;
  readonly labels: OverrideLabels;
  readonly planner: Pick<Planner, 'plan'>;
  readonly views: SchemaViews;
  readonly compile: CompileOperation;
}

/** A source, with the functions over its supergraph. */
export interface PreparationContext extends PreparationSource {
  readonly separateAliases: SeparateAliases;
  readonly fetchedFields: ReadFetchedFields;
}

/** Adds the functions over the supergraph, made once for it. */
export function preparationContext<Source extends PreparationSource>(source: Source): Source & PreparationContext {
  const { supergraph, syntheticFields } = source;
  return {
    ...source,
    separateAliases: aliasSeparator(supergraph),
    fetchedFields: fetchedFieldsReader(supergraph, syntheticFields),
  };
}

/**
 * @param held the override labels that hold
 * @throws CodedError of `planErrors`, OperationInvalid, and what `authorization.authorise` throws
 */
export async function prepareOperation(
  context: PreparationContext,
  text: string,
  operationName: string | undefined,
  authorization: Authorization,
  held: readonly string[] = [],
): Promise<PreparedOperation> {
  const first = await planValidated(context, { text, operationName, labels: held }, authorization);
  // The thread has bounded its size, so parsing it again is bounded too.
  const requested = parse(text, { noLocation: true });
  const document = authorization.enlarge?.(requested, context.api) ?? requested;
  const operation = getOperationAST(document, operationName)!;
  const whole =
    document === requested
      ? first
      : await planInThread(context, { text: print(document), operationName, trusted: true, labels: held });
  const enforced = await enforceAuthorization(context, document, operation, whole, { authorization, held });
  return {
    generation: context.generation,
    text,
    operationName,
    authorization,
    document,
    operation,
    compiled: await compiled(context, document, operation, whole.separated, { authorization, enforced }),
    labels: labelsOf(context, document, held),
    kind: operation.operation,
    counts: first.counts,
    plan: enforced.plan,
    policy: enforced.policy,
    bytes: weigh(text, first.counts, enforced.size),
  };
}

function compiled(
  { api, supergraph, syntheticFields, views, separateAliases, compile }: PreparationContext,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  separated: boolean,
  { authorization, enforced }: { readonly authorization: Authorization; readonly enforced: Enforced },
): ReturnType<CompileOperation> {
  const separate = separated ? separateAliases(onlyOperation(document, operation)) : document;
  return compile({
    schema: authorization.unseen === 'denied' ? api : (views.of(api, authorization)?.schema ?? api),
    introspected: () => views.of(api, authorization)?.schema,
    supergraphSchema: supergraph,
    syntheticFields,
    document: separate,
    operation: getOperationAST(separate, operation.name?.value)!,
    separated,
    plan: enforced.plan,
    policy: enforced.policy,
  });
}

function labelsOf({ labels }: PreparationContext, document: DocumentNode, held: readonly string[]): OperationLabels {
  const touched = labels.touchedBy(document);
  return { touched, held: touched.filter((label) => held.includes(label)) };
}

/**
 * Plans the client's operation, validated against its caller's view. A lenient view accepts all that the API schema accepts and only
 * words the errors. It is made only when the operation is invalid, because making one takes longer than preparing most operations.
 */
async function planValidated(
  context: PreparationContext,
  job: PlanJob,
  authorization: Authorization,
): Promise<Planned> {
  const withView = async (): Promise<Planned> =>
    planInThread(context, { ...job, view: threadsView(context.views.of(context.api, authorization)) });
  if (authorization.unseen !== 'denied') return withView();
  try {
    return await planInThread(context, job);
  } catch (thrown) {
    if (thrown instanceof OperationInvalid && thrown.code === 'GRAPHQL_VALIDATION_FAILED') return withView();
    throw thrown;
  }
}

interface Planned {
  readonly plan: QueryPlan;
  readonly counts: OperationCounts;
  readonly separated: boolean;
  /** Characters of the plan's JSON. */
  readonly size: number;
}

async function planInThread({ planner }: PreparationContext, job: PlanJob): Promise<Planned> {
  const reply: PlanReply = await planner.plan(job);
  switch (reply.kind) {
    case 'planned':
      return {
        plan: JSON.parse(reply.plan) as QueryPlan,
        counts: reply.counts,
        separated: reply.separated,
        size: reply.plan.length,
      };
    case 'invalid':
      throw new OperationInvalid(reply.code, reply.errors);
    case 'refused':
      throw planFault(reply.code, reply.reason);
  }
}

interface Enforced {
  readonly plan: QueryPlan;
  readonly policy: FieldPolicy | undefined;
  readonly size: number;
}

/**
 * Each round removes at least one field, and what is denied in one round stays denied. Each level of a chain of @requires takes a round;
 * supergraphs have chains of two or three.
 */
const MAX_ROUNDS = 10;

/**
 * Removes denied fields from the operation and plans it again, until the plan fetches none of them.
 * @throws CodedError RIGHTS_NOT_ENFORCED when a denied field cannot be removed
 */
async function enforceAuthorization(
  context: PreparationContext,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  first: Planned,
  { authorization, held }: { readonly authorization: Authorization; readonly held: readonly string[] },
): Promise<Enforced> {
  if (!authorization.authorise) return { plan: first.plan, policy: undefined, size: first.size };
  // The response is laid out by the whole operation's names, so each reduced operation is planned with these.
  const uses = conflictingUses(onlyOperation(document, operation));
  let policy: FieldPolicy = {};
  let { plan, size } = first;
  let allowed = document;
  let named: FetchedField | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const opened = openedPlan(context, allowed, operation.name?.value, plan);
    policy = joined(policy, authorization.authorise(opened));
    const denials = denialsOf(context.supergraph, policy);
    const offending = opened.fetched.filter((field) => denials.denialOf(field) !== undefined);
    const stillRequested = opened.requested.some((field) => denials.deniedTypes(field).length > 0);
    if (offending.length === 0 && !stillRequested) return { plan, policy, size };
    named = offending[0];
    // Requested fields are removed first: often no remaining field needs a denied one any more.
    const wider = stillRequested ? policy : withDependents(policy, offending, denials);
    if (!stillRequested && wider.deniedPaths!.size === policy.deniedPaths!.size) break;
    policy = wider;
    allowed = withoutUnauthorizedFields(context.api, document, operation, denialsOf(context.supergraph, policy));
    ({ plan, size } = await planInThread(context, {
      text: print(allowed),
      operationName: operation.name?.value,
      trusted: true,
      labels: held,
      uses,
    }));
  }
  throw planFault('RIGHTS_NOT_ENFORCED', named && `${named.typeName}.${named.fieldName}`);
}

function openedPlan(
  context: PreparationContext,
  document: DocumentNode,
  operationName: string | undefined,
  plan: QueryPlan,
): PlannedOperation & { readonly fetched: readonly FetchedField[] } {
  const operation = getOperationAST(document, operationName)!;
  const requested = requestedFields(context.api, document, operation);
  return {
    document,
    operation,
    plan,
    api: context.api,
    supergraph: context.supergraph,
    requested,
    fetched: context.fetchedFields(plan, requested),
  };
}

/** Denies the fields that need a denied field, for the same reason. */
function withDependents(policy: FieldPolicy, offending: readonly FetchedField[], denials: Denials): FieldPolicy {
  const deniedPaths = new Map<string, Denial>(policy.deniedPaths);
  for (const field of offending) {
    for (const { path } of field.neededBy) deniedPaths.set(path.join('.'), denials.denialOf(field)!);
  }
  return { ...policy, deniedPaths };
}

/** @returns both policies' denials, with the newer policy's transforms, which cover the whole operation */
function joined(older: FieldPolicy, newer: FieldPolicy): FieldPolicy {
  return {
    ...older,
    ...newer,
    denied: new Map([...(newer.denied ?? []), ...(older.denied ?? [])]),
    deniedPaths: new Map([...(newer.deniedPaths ?? []), ...(older.deniedPaths ?? [])]),
  };
}

function threadsView(view: CallersView | undefined): SchemaView | undefined {
  return view && { id: view.id, sdl: view.sdl, lenient: view.lenient };
}

/**
 * The memory of a prepared operation, in bytes. The formula is fitted to the heap used by the kinds of operations that `node
 * test/gateway/plan/prepared-weight.ts` prints: 0.9 to 1.3 times what each uses, the code of its first run included.
 */
function weigh(text: string, counts: OperationCounts, planSize: number): number {
  return 12_000 + text.length + counts.tokens * 100 + counts.selections * 900 + planSize * 14;
}
