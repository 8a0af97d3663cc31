/**
 * The graph of most scenarios: `towns` knows the towns, `people` how many live in each and, where the gateway has a guard, who. The victim
 * is `people`; what only `towns` is asked for is innocent.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { HEADER } from '../gateway/guard/policy/fixtures.ts';
import { startGatewayProgram, type GatewayProgram } from '../support/gateway-program.ts';
import { unbudgetedRoles } from '../support/unbudgeted-roles.ts';
import { startAgency, type Agency, type AgencyParts } from './agency.ts';
import { OPERATE_TOKEN } from './operator.ts';
import type { Question } from './scenario.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const TOWNS = `type Query { towns: [Town!]! echo(of: Int!): Int! } type Town @key(fields: "code") { code: ID! name: String! }`;
const COUNTS = `type Query { number(of: Int!): Int } type Town @key(fields: "code") { code: ID! people: Int }`;
const PERSONS = `type Query { persons(of: Int!): [Person!] }
  type Person @key(fields: "token") @person(subject: "token") @needs(scopes: [["person:read"]]) { token: ID! name: String @veil(as: NAME) }`;

const NAMES = ['Bekasi Barat', 'Bekasi Timur', 'Bekasi Utara', 'Medan Satria'];
const towns = NAMES.map((name, at) => ({ code: `t${at}`, name }));
const peopleOf = (code: string): number => 1_000 + code.charCodeAt(1);

const TOWNS_PARTS: Omit<AgencyParts, 'sdl'> = {
  resolvers: { Query: { towns: () => towns, echo: (_: unknown, { of }: { of: number }) => of } },
};
const PEOPLE_PARTS: Omit<AgencyParts, 'sdl'> = {
  resolvers: {
    Query: { number: (_: unknown, { of }: { of: number }) => of },
    Town: { __resolveReference: ({ code }: { code: string }) => ({ code, people: peopleOf(code) }) },
  },
};
const PERSONS_PARTS: Omit<AgencyParts, 'sdl'> = {
  resolvers: {
    Query: { persons: (_: unknown, { of }: { of: number }) => [{ token: `psr_${of}`, name: 'Siti Wati' }] },
  },
};

/** Asks `towns` alone. */
export const INNOCENT: Question = {
  name: 'towns',
  query: 'query Towns($of: Int!) { towns { name } echo(of: $of) }',
  whole: (of) => ({ towns: NAMES.map((name) => ({ name })), echo: of }),
};
/** Asks `people` for a number, and for one of each town. */
export const AFFECTED: Question = {
  name: 'people',
  query: 'query People($of: Int!) { towns { name people } number(of: $of) }',
  whole: (of) => ({ towns: towns.map(({ name, code }) => ({ name, people: peopleOf(code) })), number: of }),
};
/** Reads a person, which the audit records. */
export const personal = (authorization: Question['authorization']): Question => ({
  name: 'persons',
  query: 'query Persons($of: Int!) { towns { name } persons(of: $of) { name } }',
  whole: () => ({ towns: NAMES.map((name) => ({ name })), persons: [{ name: 'S***** W*****' }] }),
  authorization,
});

/** The graph with its gateway. */
export interface TownGraph {
  readonly gateway: GatewayProgram;
  readonly towns: Agency;
  readonly people: Agency;
  readonly folder: string;
  close(): Promise<void>;
}

/** A subgraph as it is published. */
interface Published {
  readonly sdl: string;
  readonly url: string;
}

/** What differs from a gateway without a guard over two subgraphs that speak HTTP. */
export interface TownOptions {
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** With the guard and with persons. */
  readonly guarded?: boolean;
  /** Where the supergraph comes from; a file when left out. @param agencies what it is made of */
  readonly source?: (agencies: Readonly<Record<string, Published>>) => Promise<string>;
  /** Of the subgraph `people`, which then speaks HTTPS. */
  readonly certificate?: AgencyParts['certificate'];
}

/** @param folder for the supergraph and keys */
export async function startTownGraph(folder: string, options: TownOptions = {}): Promise<TownGraph> {
  const { words = [], env = {}, guarded = false, source = fileIn(folder), certificate } = options;
  const head = guarded ? HEADER : LINK;
  const sdl = { towns: head + TOWNS, people: head + (guarded ? PERSONS : COUNTS) };
  const [towns, people] = await Promise.all([
    startAgency({ ...TOWNS_PARTS, sdl: sdl.towns }),
    startAgency({ ...(guarded ? PERSONS_PARTS : PEOPLE_PARTS), sdl: sdl.people, certificate }),
  ]);
  const close = async (): Promise<void> => {
    await Promise.all([towns.kill(), people.kill()]);
  };
  const guard = guarded
    ? ['--development', '--keys-folder', join(folder, 'keys'), '--roles', unbudgetedRoles(folder)]
    : ['--guard', 'off'];
  const usual = ['--workers', '1', '--operate-port', '0'];
  try {
    const from = await source({
      towns: { sdl: sdl.towns, url: towns.url },
      people: { sdl: sdl.people, url: people.url },
    });
    const gateway = await startGatewayProgram(['--supergraph', from, ...usual, ...guard, ...words], {
      OPERATE_TOKEN,
      ...env,
    });
    return { gateway, towns, people, folder, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** @returns composes into a file of the folder */
const fileIn =
  (folder: string): NonNullable<TownOptions['source']> =>
  (agencies) => {
    const services = Object.entries(agencies).map(([name, { sdl, url }]) => ({ name, url, typeDefs: parse(sdl) }));
    const { supergraphSdl, errors } = composeServices(services);
    if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, supergraphSdl);
    return Promise.resolve(file);
  };

/** A token of a role, signed with the development key of the gateway's folder. */
export async function authorizationOf(folder: string, ...words: readonly string[]): Promise<string> {
  return `Bearer ${await tokenCommand(words, { KEYS_FOLDER: join(folder, 'keys') })}`;
}
