/** What a rule of the check is, and what it judges. */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { KnownOperation } from './breaking/known-operations.ts';
import type { CheckInput } from './check-input.ts';
import type { Finding } from './finding.ts';
import type { Graph } from './model/graph.ts';
import type { ModelType, SubgraphModel } from './model/subgraph-model.ts';

type ComposedTypes = ReadonlyMap<string, ModelType>;

/** A candidate beside what is published: read once, judged by every rule. */
export interface CandidateChange {
  readonly input: CheckInput;
  /** All subgraphs before the change; empty where the candidate is the first. */
  readonly before: Graph;
  readonly after: Graph;
  /** The candidate's SDL as its agency wrote it. */
  readonly document: DocumentNode;
  /** The candidate as it would be. */
  readonly candidate: SubgraphModel;
  /** The candidate as it is published, if it is. */
  readonly published: SubgraphModel | undefined;
  /** The supergraphs; undefined where that side does not compose, or where there is nothing before. */
  readonly supergraphs: { readonly before: string | undefined; readonly after: string | undefined };
  /** The types of each, with directives by the names of their specifications. */
  readonly composedTypes: { readonly before: ComposedTypes | undefined; readonly after: ComposedTypes | undefined };
  /** What clients see of each. */
  readonly api: { readonly before: GraphQLSchema | undefined; readonly after: GraphQLSchema | undefined };
  /** What is asked, with what it uses of the graph before; none where a side does not compose. */
  readonly operations: readonly KnownOperation[];
}

/** One rule of the check, as the page of the checks shows it. */
export interface CheckRule {
  /** `OWNER/OVERRIDE`; a folder of rules that takes its names from a library ends in `*`. */
  readonly name: string;
  /** What it finds, in plain English. */
  readonly what: string;
  /** SDL that it finds. */
  readonly example: string;
  /** What the agency does about it. */
  readonly todo: string;
  readonly find: (change: CandidateChange) => readonly Finding[] | Promise<readonly Finding[]>;
}
