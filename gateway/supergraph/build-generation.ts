/** Builds a generation beside the one that serves, which it does not touch. */
import { createHash } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import { CodedError, reasonOf } from '../../base/errors.ts';
import type { SliceScheduler } from '../../base/time-slices.ts';
import type { CompileOperation } from '../execute/compile-operation.ts';
import { separateRequiredArguments, type SeparatedSupergraph } from '../plan/workarounds/required-arguments.ts';
import { resolvableKeysFirst } from '../plan/workarounds/resolvable-keys.ts';
import { startPlanner, type PlannerOptions } from '../plan/planner.ts';
import { preparationContext } from '../plan/prepare-operation.ts';
import { SchemaViews } from '../plan/schema-views.ts';
import { overrideLabels } from '../plan/override-labels.ts';
import { preparedOperations } from '../plan/prepared-operations.ts';
import { supergraphFault } from './errors.ts';
import type { Generation } from './generation.ts';
import { buildSchemaInSlices, parseInSlices, printInSlices } from './in-slices.ts';
import { checkEnforced, stripFeatures } from './strip-features.ts';

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
 * @throws CodedError SUPERGRAPH_REFUSED, SUPERGRAPH_NOT_ENFORCED
 */
export async function buildGeneration(sdl: string, options: GenerationOptions): Promise<Generation> {
  const id = supergraphId(sdl);
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
    const apiSchema = await buildSchemaInSlices(await parseInSlices(planner.apiSdl, scheduler), scheduler);
    const preparation = preparationContext({
      generation: id,
      api: apiSchema,
      supergraph: plannedSchema,
      syntheticFields,
      labels: overrideLabels(plannedSchema),
      planner,
      views: new SchemaViews(),
      compile: options.compile,
    });
    const operations = preparedOperations(preparation, {
      bytes: options.preparedBytes,
      text: options.planner.limits.text,
    });
    return { id, sdl, supergraphSchema, apiSchema, subgraphs: new Map(planner.subgraphs), operations };
  } catch (thrown) {
    await planner.close();
    throw refused(thrown);
  }
}

/** The identity of a supergraph: SHA-256 of its text, hexadecimal. */
export function supergraphId(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
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
