/** Which queries are sent to each gateway, and over which supergraph. */
import { composeServices } from '@apollo/composition';
import { fileURLToPath } from 'node:url';
import { parse, print } from 'graphql';
import { readQuestions } from '../../gateway/http/questions.ts';
import { stripFeatures } from '../../gateway/supergraph/strip-features.ts';
import { ROUTES, subgraphSdl } from '../../schema/compose.ts';
import { HEAVY, LIGHT, MIX, sdl } from './shop.ts';

/** One measurement. */
export interface Scenario {
  readonly name: string;
  /** What it stands for, in one line. */
  readonly what: string;
  /** The program that serves its subgraphs. */
  readonly subgraphs: string;
  /** Subgraph -> SDL. */
  readonly sdl: Readonly<Record<string, string>>;
  /** The JSON body of the next request. */
  readonly next: () => string;
  /** Bodies that every gateway must answer alike before anything is measured. */
  readonly samples: readonly string[];
  /** Names of the samples, in their order, where each is to be measured by itself as well. */
  readonly names?: readonly string[];
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `differ`: gateways may answer the samples differently, though without errors all. */
  readonly answers?: 'differ';
}

/** All scenarios of `npm run bench gateway`. */
export function scenarios(): readonly Scenario[] {
  const shop = { subgraphs: './memory-subgraphs.ts', sdl };
  return [
    {
      ...shop,
      ...always(JSON.stringify({ query: HEAVY })),
      name: 'heavy',
      what: "The public benchmark's query over four subgraphs",
    },
    { ...shop, ...always(JSON.stringify({ query: LIGHT })), name: 'light', what: 'One field of one subgraph' },
    { ...shop, ...mix(), name: 'mix', what: 'Three subgraphs, other variables with every request' },
    questions(),
  ];
}

function always(body: string): Pick<Scenario, 'next' | 'samples'> {
  return { next: () => body, samples: [body] };
}

function mix(): Pick<Scenario, 'next' | 'samples'> {
  let id = 0;
  const next = (): string => JSON.stringify({ query: MIX, variables: { id: `u${++id}`, first: (id % 5) + 1 } });
  return { next, samples: Array.from({ length: 5 }, next) };
}

/** The product's own graph, its subgraphs' answers recorded. */
export function ownGraph(): Pick<Scenario, 'subgraphs' | 'sdl'> {
  return {
    subgraphs: './recorded-subgraphs.ts',
    sdl: Object.fromEntries(Object.keys(ROUTES).map((name) => [name, subgraphSdl(name)])),
  };
}

/** The product's own questions over its own subgraphs: in turn, and each by itself. */
function questions(): Scenario {
  const asked = readQuestions(fileURLToPath(new URL('../../schema/operations', import.meta.url)));
  const bodies = asked.map(({ text }) => JSON.stringify({ query: text }));
  let turn = 0;
  const next = (): string => bodies[turn++ % bodies.length]!;
  const what = `The ${bodies.length} questions of schema/operations/ in turn, then each alone, over subgraph answers recorded from the sample data; no gateway keeps the supergraph's rules here, which stock does not know`;
  return { ...ownGraph(), next, samples: bodies, names: asked.map(({ name }) => name), name: 'questions', what };
}

/**
 * @returns the supergraph's SDL with the addresses of this run and without access rules: stock refuses to load them, and this gateway
 * refuses to ignore them
 */
export function supergraphOf(scenario: Scenario, ports: Readonly<Record<string, number>>): string {
  return print(stripFeatures(parse(ruledSupergraphOf(scenario, ports))));
}

/** @returns the same with its rules */
export function ruledSupergraphOf(scenario: Scenario, ports: Readonly<Record<string, number>>): string {
  const composed = composeServices(
    Object.entries(scenario.sdl).map(([name, text]) => ({
      name,
      url: `http://127.0.0.1:${ports[name]}/graphql`,
      typeDefs: parse(text),
    })),
  );
  if (composed.supergraphSdl === undefined)
    throw new Error(
      `the supergraph of ${scenario.name} does not compose: ${composed.errors.map(({ message }) => message).join('; ')}`,
    );
  return composed.supergraphSdl;
}
