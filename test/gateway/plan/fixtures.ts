/** Small supergraphs, composed in memory, and what stands in for the parts that plan does not test. */
import { composeServices } from '@apollo/composition';
import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import type { CompileOperation } from '../../../gateway/execute/compile-operation.ts';
import { DEFAULT_LIMITS } from '../../../gateway/plan/planner-defaults.ts';
import { overrideLabels } from '../../../gateway/plan/override-labels.ts';
import { SchemaViews } from '../../../gateway/plan/schema-views.ts';
import { startPlanner, type Planner, type PlannerOptions } from '../../../gateway/plan/planner.ts';
import { preparationContext, type PreparationContext } from '../../../gateway/plan/prepare-operation.ts';

const FEDERATION = [
  '@key',
  '@external',
  '@requires',
  '@provides',
  '@shareable',
  '@interfaceObject',
  '@inaccessible',
  '@authenticated',
  '@requiresScopes',
  '@policy',
  '@context',
  '@fromContext',
  '@cost',
  '@override',
  '@composeDirective',
  '@tag',
];

/** @param subgraphs name -> SDL, written as if every directive of Federation were imported */
export function compose(subgraphs: Readonly<Record<string, string>>): string {
  const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(FEDERATION)})\n`;
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.test/graphql`,
    typeDefs: parse(header + sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

/** People of two kinds, in an order that needs keys, a @requires and an interface. */
export const PEOPLE = compose({
  workers: `
    type Query { worker(id: ID!): Worker workers: [Worker!]! person(id: ID!): Person }
    interface Person { id: ID! name: String village: Village }
    type Worker implements Person @key(fields: "id") { id: ID! name: String nik: String village: Village friends: [Worker!]! }
    type Member implements Person @key(fields: "id") { id: ID! name: String village: Village unit: String }
    type Village @key(fields: "code") { code: ID! }
    type Mutation { rename(id: ID!, name: String!): Worker }
  `,
  agencies: `
    type Query { villages: [Village!]! }
    type Village @key(fields: "code") { code: ID! name: String population: Int }
  `,
  funding: `
    type Worker @key(fields: "id") { id: ID! nik: String @external covered: Boolean @requires(fields: "nik") paid: Int }
  `,
});

const PLANNER: Omit<PlannerOptions, 'sdl'> = {
  limits: DEFAULT_LIMITS,
  planBytes: 250_000,
  memory: 256,
  timeout: 10_000,
  startTimeout: 60_000,
  workers: 1,
  queue: 100,
  wait: 60_000,
};

export function planner(sdl: string, options: Partial<PlannerOptions> = {}): Promise<Planner> {
  return startPlanner({ ...PLANNER, sdl, ...options });
}

/** Compiles to something that keeps what it was given and cannot run: for tests of what comes before running. */
const keepSource: CompileOperation = (source) =>
  Object.assign({ source }, { run: () => Promise.reject(new Error('not to be run')) });

export function ground(
  sdl: string,
  planner: Planner,
  compile: CompileOperation = keepSource,
): PreparationContext & { planner: Planner } {
  const supergraph = schemaOf(sdl);
  return preparationContext({
    generation: 'test',
    api: schemaOf(planner.apiSdl),
    supergraph,
    syntheticFields: new Map(),
    labels: overrideLabels(supergraph),
    planner,
    views: new SchemaViews(),
    compile,
  });
}

function schemaOf(sdl: string): GraphQLSchema {
  return buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });
}
