/** What is asked of each gateway, and of which supergraph. */
import { composeServices } from '@apollo/composition';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';
import { readQuestions } from '../../gateway/http/questions.ts';
import { HEAVY, LIGHT, MIX, sdl } from './shop.ts';

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
}

export function scenarios(): readonly Scenario[] {
  const shop = { subgraphs: './memory-subgraphs.ts', sdl };
  return [
    { ...shop, ...always(JSON.stringify({ query: HEAVY })), name: 'heavy', what: 'The public benchmark\'s query over four subgraphs' },
    { ...shop, ...always(JSON.stringify({ query: LIGHT })), name: 'light', what: 'One field of one subgraph' },
    { ...shop, ...mix(), name: 'mix', what: 'Three subgraphs, other variables with every request' },
    ...questions(),
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

/** The product's own questions over its own subgraphs, in turn; none while there are none. */
function questions(): Scenario[] {
  const bodies = readQuestions(fileURLToPath(new URL('../../schema/operations', import.meta.url))).map(({ text }) => JSON.stringify({ query: text }));
  if (bodies.length === 0) return [];
  let turn = 0;
  const next = (): string => bodies[turn++ % bodies.length]!;
  const own = Object.fromEntries(['workers', 'agencies', 'groups', 'funding'].map((name) => [name, readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8')]));
  return [{ subgraphs: './recorded-subgraphs.ts', sdl: own, next, samples: bodies, name: 'questions', what: `The ${bodies.length} questions of schema/operations/ in turn, subgraph answers recorded from the sample data` }];
}

/** @returns the supergraph's SDL with the addresses of this run */
export function supergraphOf(scenario: Scenario, ports: Readonly<Record<string, number>>): string {
  const composed = composeServices(Object.entries(scenario.sdl).map(([name, text]) => ({ name, url: `http://127.0.0.1:${ports[name]}/graphql`, typeDefs: parse(text) })));
  if (composed.supergraphSdl === undefined) throw new Error(`the supergraph of ${scenario.name} does not compose: ${composed.errors.map(({ message }) => message).join('; ')}`);
  return composed.supergraphSdl;
}
