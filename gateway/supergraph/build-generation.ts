/** Builds a generation beside the one that serves, which it does not touch. */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { isVariantOf } from '../../base/contract-variant.ts';
import { CodedError, reasonOf } from '../../base/errors.ts';
import type { SliceScheduler } from '../../base/time-slices.ts';
import type { CompileOperation } from '../execute/compile-operation.ts';
import { separateRequiredArguments, type SeparatedSupergraph } from '../plan/workarounds/required-arguments.ts';
import { resolvableKeysFirst } from '../plan/workarounds/resolvable-keys.ts';
import { startPlanner, type Planner, type PlannerOptions } from '../plan/planner.ts';
import { preparationContext, type PreparationContext } from '../plan/prepare-operation.ts';
import { SchemaViews } from '../plan/schema-views.ts';
import { overrideLabels } from '../plan/override-labels.ts';
import { preparedOperations } from '../plan/prepared-operations.ts';
import { contractSchema } from './contract-schema.ts';
import type { ContractText } from './contract-text.ts';
import { supergraphFault } from './errors.ts';
import type { Generation } from './generation.ts';
import { buildSchemaInSlices, parseInSlices, printInSlices } from './in-slices.ts';
import { checkEnforced, stripFeatures } from './strip-features.ts';
import { supergraphId } from './supergraph-id.ts';

/** What a generation is built with. */
export interface GenerationOptions {
  /** Compiles plans into functions: the executor's. */
  readonly compile: CompileOperation;
  readonly planner: Omit<PlannerOptions, 'sdl'>;
  /** Memory for its prepared operations, bytes. */
  readonly preparedBytes: number;
  /** Identities of the linked rules that the guard enforces: see `checkEnforced`. */
  readonly enforced: readonly string[];
  /** Whose slices the building takes, so that requests pass in between. */
  readonly scheduler: SliceScheduler;
}

/**
 * Builds schemas, starts planning threads, and makes an empty cache of prepared operations.
 * @param sdl the composed supergraph
 * @param contracts its variants
 * @throws CodedError SUPERGRAPH_REFUSED, SUPERGRAPH_NOT_ENFORCED, SUPERGRAPH_CONTRACT
 */
export async function buildGeneration(
  sdl: string,
  options: GenerationOptions,
  contracts: readonly ContractText[] = [],
): Promise<Generation> {
  const id = supergraphId(sdl);
  for (const contract of contracts)
    if (!isVariantOf(contract, id)) throw supergraphFault('SUPERGRAPH_CONTRACT', contract.name);
  const { scheduler } = options;
  const document = await readSupergraph(sdl, scheduler);
  checkEnforced(document, options.enforced);
  const { document: planned, syntheticFields } = separate(document);
  const planner = await startPlanner({
    ...options.planner,
    sdl: planned === document ? sdl : await printInSlices(planned, scheduler),
  }).catch((thrown: unknown) => {
    throw refused(thrown);
  });
  try {
    // The planner has validated the supergraph; graphql-js need not do so again.
    const supergraphSchema = await buildSchemaInSlices(document, scheduler);
    const plannedSchema = planned === document ? supergraphSchema : await buildSchemaInSlices(planned, scheduler);
    const preparation = preparationContext({
      generation: id,
      api: await buildSchemaInSlices(await parseInSlices(planner.apiSdl, scheduler), scheduler),
      supergraph: plannedSchema,
      syntheticFields,
      labels: overrideLabels(plannedSchema),
      planner,
      views: new SchemaViews(),
      compile: options.compile,
    });
    return await withContracts({ id, sdl, supergraphSchema, subgraphs: new Map(planner.subgraphs) }, preparation, {
      options,
      contracts,
    });
  } catch (thrown) {
    await planner.close();
    throw refused(thrown);
  }
}

type PlannedContext = PreparationContext & { readonly planner: Planner };

/** The whole graph and what it shows under each contract, each with operations of its own. */
async function withContracts(
  graph: Omit<Generation, 'apiSchema' | 'operations' | 'contracts'>,
  preparation: PlannedContext,
  { options, contracts }: { readonly options: GenerationOptions; readonly contracts: readonly ContractText[] },
): Promise<Generation> {
  const { scheduler, preparedBytes, planner } = options;
  // All contracts together with the whole have the memory of one graph.
  const limits = { bytes: Math.floor(preparedBytes / (1 + contracts.length)), text: planner.limits.text };
  const shown = new Map<string, Generation>();
  for (const { name, sdl } of contracts) {
    const api = await parseInSlices(preparation.planner.apiSdl, scheduler);
    const document = contractSchema(api, await parseInSlices(sdl, scheduler));
    const apiSchema = await buildSchemaInSlices(document, scheduler);
    const operations = preparedOperations(underContract(preparation, apiSchema), limits);
    shown.set(name, { ...graph, apiSchema, operations, contracts: new Map() });
  }
  const operations = preparedOperations(preparation, limits);
  return { ...graph, apiSchema: preparation.api, operations, contracts: shown };
}

/**
 * Operations under a contract are valid against its schema, and planned and run as all others are. A caller's view of that schema only words
 * the errors where it is lenient: what the contract takes out is unknown to everybody.
 */
function underContract(whole: PlannedContext, api: GraphQLSchema): PlannedContext {
  const view = { ...whole.views.known(api), lenient: false };
  const planner: Planner = {
    ...whole.planner,
    plan: (job, waiters) =>
      whole.planner.plan(
        job.trusted ? job : { ...job, view: job.view === undefined ? view : { ...job.view, lenient: false } },
        waiters,
      ),
    // It is the whole graph's, and closes with it.
    close: () => Promise.resolve(),
  };
  return { ...whole, api, planner };
}

/** The supergraph for planning: without unknown features, with resolvable keys first, and with a field for each @requires with arguments. */
function separate(document: DocumentNode): SeparatedSupergraph {
  try {
    return separateRequiredArguments(resolvableKeysFirst(stripFeatures(document)));
  } catch (thrown) {
    throw refused(thrown);
  }
}

async function readSupergraph(sdl: string, scheduler: SliceScheduler): Promise<DocumentNode> {
  try {
    return await parseInSlices(sdl, scheduler);
  } catch (thrown) {
    throw refused(thrown);
  }
}

function refused(thrown: unknown): CodedError {
  if (thrown instanceof CodedError && thrown.code.startsWith('SUPERGRAPH_')) return thrown;
  return supergraphFault('SUPERGRAPH_REFUSED', reasonOf(thrown), { cause: thrown });
}
