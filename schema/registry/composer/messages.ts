/** What passes between the registry and the process that composes. */
import type { CheckInput, Judgement, ContractVariant } from '../../checks/check-input.ts';
import type { CheckReport } from '../../checks/finding.ts';
import type { Composed, CompositionPolicy, Service } from '../../composition/compose-subgraphs.ts';
import type { Contract } from '../contracts/contract.ts';
import type { SchemaDiff } from './schema-diff.ts';
import type { UsedCoordinates } from './used-coordinates.ts';

/** Composes subgraphs, and makes the variants of their supergraph. */
export interface ComposeJob {
  readonly kind: 'compose';
  readonly services: readonly Service[];
  readonly policy: CompositionPolicy;
  readonly contracts: readonly Contract[];
}

/** Checks a candidate. Operations are judged where the caller is. */
export interface CheckJob {
  readonly kind: 'check';
  readonly input: Omit<CheckInput, 'judgeOperation' | 'variantsOf'>;
  readonly contracts: readonly Contract[];
  readonly judges: boolean;
}

/** Tells what clients see otherwise on one supergraph than on another. */
interface DiffJob {
  readonly kind: 'diff';
  readonly before: string;
  readonly after: string;
}

/** Tells which coordinates operations use. */
interface UsageJob {
  readonly kind: 'usage';
  readonly sdl: string;
  readonly documents: readonly string[];
}

/** A composition with its variants. */
type Composition =
  | (Extract<Composed, { supergraphSdl: string }> & { readonly variants: readonly ContractVariant[] })
  | Extract<Composed, { errors: readonly unknown[] }>;

/** The answers by the kind of the job. */
export interface Answers {
  readonly compose: Composition;
  readonly check: CheckReport;
  readonly diff: SchemaDiff;
  readonly usage: UsedCoordinates;
}

/** A job. */
export type ComposerJob = ComposeJob | CheckJob | DiffJob | UsageJob;

/** From the process: the answer, a failure, or a question that only the caller can answer. */
export type FromProcess =
  | { readonly kind: 'answer'; readonly answer: Answers[ComposerJob['kind']] }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'judge'; readonly id: number; readonly sdl: string; readonly document: string };

/** To the process: a job, or what it asked. */
export type ToProcess =
  | ComposerJob
  | { readonly kind: 'judged'; readonly id: number; readonly judgement?: Judgement; readonly reason?: string };
