/** Makes one operation ready: planned in a thread, judged by the caller's rights, compiled. */
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
import { separateAliases } from './workarounds/separate-aliases.ts';
import type { Denial, FieldPolicy } from '../disclosure/field-policy.ts';
import { requestedFields } from './requested-fields.ts';
import { planFault } from './errors.ts';
import { fetchedFields } from './fetched-fields.ts';
import { onlyOperation } from './only-operation.ts';
import { OperationInvalid } from './operation-invalid.ts';
import type { OverrideLabels } from './override-labels.ts';
import type { PlanJob, PlanReply, SchemaView } from './planner-messages.ts';
import type { Planner } from './planner.ts';
import type { OperationCounts, OperationLabels, PreparedOperation } from './prepared-operation.ts';
import type { CallersView, SchemaViews } from './schema-views.ts';
import type { FetchedField, PlannedOperation, Authorization } from './authorization.ts';
import { denialsOf, withoutUnauthorizedFields, type Denials } from './unauthorized-field-filter.ts';

/** What operations are prepared for. */
export interface PreparationContext {
  readonly generation: string;
  readonly api: GraphQLSchema;
  /** The supergraph that is planned on: from `separateRequiredArguments`, with its stand-ins. */
  readonly supergraph: GraphQLSchema;
  readonly standIns: SyntheticFields;
  readonly labels: OverrideLabels;
  readonly planner: Pick<Planner, 'plan'>;
  readonly views: SchemaViews;
  readonly compile: CompileOperation;
}

/** @param held the override labels that hold @throws CodedError of `planErrors`, OperationInvalid, and what `rights.authorise` throws */
export async function prepareOperation(
  ground: PreparationContext,
  text: string,
  operationName: string | undefined,
  rights: Authorization,
  held: readonly string[] = [],
): Promise<PreparedOperation> {
  const first = await plannedFirst(ground, { text, operationName, labels: held }, rights);
  // The thread has lexed, parsed and measured it: it is bounded, so parsing it again is too.
  const asked = parse(text, { noLocation: true });
  const document = rights.enlarge?.(asked, ground.api) ?? asked;
  const operation = getOperationAST(document, operationName)!;
  const whole =
    document === asked
      ? first
      : await planned(ground, { text: print(document), operationName, trusted: true, labels: held });
  const judged = await judge(ground, document, operation, whole, { rights, held });
  const separate = whole.separated ? separateAliases(ground.supergraph, onlyOperation(document, operation)) : document;
  const compiled = await ground.compile({
    schema: rights.unseen === 'denied' ? ground.api : (ground.views.of(ground.api, rights)?.schema ?? ground.api),
    introspected: () => ground.views.of(ground.api, rights)?.schema,
    supergraphSchema: ground.supergraph,
    syntheticFields: ground.standIns,
    document: separate,
    operation: getOperationAST(separate, operationName)!,
    separated: whole.separated,
    plan: judged.plan,
    policy: judged.policy,
  });
  return {
    generation: ground.generation,
    text,
    operationName,
    rights,
    document,
    operation,
    compiled,
    labels: labelsOf(ground, document, held),
    kind: operation.operation,
    counts: first.counts,
    plan: judged.plan,
    policy: judged.policy,
    bytes: weigh(text, first.counts, judged.size),
  };
}

function labelsOf({ labels }: PreparationContext, document: DocumentNode, held: readonly string[]): OperationLabels {
  const touched = labels.touchedBy(document);
  return { touched, held: touched.filter((label) => held.includes(label)) };
}

/**
 * The operation as it came, held to what its caller sees. A lenient view lets pass what the API schema does and only words what is
 * refused: it is made when something is, since making one takes longer than preparing most operations.
 */
async function plannedFirst(ground: PreparationContext, job: PlanJob, rights: Authorization): Promise<Planned> {
  const held = async (): Promise<Planned> =>
    planned(ground, { ...job, view: threadsView(ground.views.of(ground.api, rights)) });
  if (rights.unseen !== 'denied') return held();
  try {
    return await planned(ground, job);
  } catch (thrown) {
    if (thrown instanceof OperationInvalid && thrown.code === 'GRAPHQL_VALIDATION_FAILED') return held();
    throw thrown;
  }
}

interface Planned {
  readonly plan: QueryPlan;
  readonly counts: OperationCounts;
  readonly separated: boolean;
  /** of the plan's JSON, characters */
  readonly size: number;
}

async function planned({ planner }: PreparationContext, job: PlanJob): Promise<Planned> {
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

interface Judged {
  readonly plan: QueryPlan;
  readonly policy: FieldPolicy | undefined;
  readonly size: number;
}

/**
 * Each round takes at least one field out of the operation, and what is denied in one round stays denied. A @requires of
 * a @requires of … takes a round each; supergraphs have two or three of these.
 */
const ROUNDS = 10;

/** Plans, asks the rights, takes out what they deny and begins again, until the plan fetches nothing that is denied. */
async function judge(
  ground: PreparationContext,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  first: Planned,
  { rights, held }: { readonly rights: Authorization; readonly held: readonly string[] },
): Promise<Judged> {
  if (!rights.authorise) return { plan: first.plan, policy: undefined, size: first.size };
  // The answer is laid out by the whole operation's names, so each part of it is planned with these.
  const uses = conflictingUses(onlyOperation(document, operation));
  let policy: FieldPolicy = {};
  let { plan, size } = first;
  let allowed = document;
  let named: FetchedField | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const opened = open(ground, allowed, operation.name?.value, plan);
    policy = joined(policy, rights.authorise(opened));
    const denials = denialsOf(ground.supergraph, policy);
    const offending = opened.fetched.filter((field) => denials.denialOf(field) !== undefined);
    const stillAsked = opened.asked.some((field) => denials.deniedTypes(field).length > 0);
    if (offending.length === 0 && !stillAsked) return { plan, policy, size };
    named = offending[0];
    // What is asked for goes first: often nothing that is left needs a denied field any more.
    const wider = stillAsked ? policy : withDependents(policy, offending, denials);
    if (!stillAsked && wider.deniedPaths!.size === policy.deniedPaths!.size) break;
    policy = wider;
    allowed = withoutUnauthorizedFields(ground.api, document, operation, denialsOf(ground.supergraph, policy));
    ({ plan, size } = await planned(ground, {
      text: print(allowed),
      operationName: operation.name?.value,
      trusted: true,
      labels: held,
      uses,
    }));
  }
  throw planFault('RIGHTS_NOT_ENFORCED', named && `${named.typeName}.${named.fieldName}`);
}

function open(
  ground: PreparationContext,
  document: DocumentNode,
  operationName: string | undefined,
  plan: QueryPlan,
): PlannedOperation & { readonly fetched: readonly FetchedField[] } {
  const operation = getOperationAST(document, operationName)!;
  const asked = requestedFields(ground.api, document, operation);
  return {
    document,
    operation,
    plan,
    api: ground.api,
    supergraph: ground.supergraph,
    asked,
    fetched: fetchedFields(ground.supergraph, plan, asked, ground.standIns),
  };
}

/** What cannot be had without a denied field is denied with it, for the same reason. */
function withDependents(policy: FieldPolicy, offending: readonly FetchedField[], denials: Denials): FieldPolicy {
  const deniedPaths = new Map<string, Denial>(policy.deniedPaths);
  for (const field of offending) {
    for (const { path } of field.neededBy) deniedPaths.set(path.join('.'), denials.denialOf(field)!);
  }
  return { ...policy, deniedPaths };
}

/** Both policies' denials; the newer transforms, which are made for the operation as a whole. */
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
 * What a prepared operation weighs, bytes. Fitted to heap in use over the kinds of operations that `node
 * test/gateway/plan/prepared-weight.ts` prints: from 0.9 to 1.3 of what each weighs, the code of its first run included.
 */
function weigh(text: string, counts: OperationCounts, planSize: number): number {
  return 12_000 + text.length + counts.tokens * 100 + counts.selections * 900 + planSize * 14;
}
