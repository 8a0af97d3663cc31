/** What is asked of each gateway, and of which supergraph. */
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
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
  /** Whether every request has the same answer. */
  readonly constant: boolean;
}

export function scenarios(): readonly Scenario[] {
  const shop = { subgraphs: './memory-subgraphs.ts', sdl };
  let id = 0;
  const heavy = JSON.stringify({ query: HEAVY });
  const light = JSON.stringify({ query: LIGHT });
  return [
    { ...shop, name: 'heavy', what: 'the public benchmark\'s query over four subgraphs', next: () => heavy, constant: true },
    { ...shop, name: 'light', what: 'one field of one subgraph', next: () => light, constant: true },
    { ...shop, name: 'mix', what: 'three subgraphs, other variables with every request', next: () => JSON.stringify({ query: MIX, variables: { id: `u${++id}`, first: (id % 5) + 1 } }), constant: false },
  ];
}

/** @returns the supergraph's SDL with the addresses of this run */
export function supergraphOf(scenario: Scenario, ports: Readonly<Record<string, number>>): string {
  const composed = composeServices(Object.entries(scenario.sdl).map(([name, text]) => ({ name, url: `http://127.0.0.1:${ports[name]}/graphql`, typeDefs: parse(text) })));
  if (composed.supergraphSdl === undefined) throw new Error(`the supergraph of ${scenario.name} does not compose: ${composed.errors.map(({ message }) => message).join('; ')}`);
  return composed.supergraphSdl;
}
