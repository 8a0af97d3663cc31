/**
 * Any subgraphs of federation 1 or 2 -> one supergraph, or every reason why not. It writes nothing and throws nothing for what a subgraph
 * says: a partner's SDL may be anything.
 */
import { composeServices, type CompositionResult } from '@apollo/composition';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { reasonOf } from '../../base/errors.ts';
import { cachingProblems } from '../checks/caching.ts';
import { filterProblems } from '../checks/filters.ts';
import { freeTextProblems } from '../checks/free-text.ts';
import { nullableHints } from '../checks/nullable.ts';
import { pageProblems } from '../checks/pages.ts';
import { perturbationProblems } from '../checks/perturbation.ts';
import { protectionProblems } from '../checks/protection.ts';
import { nestedTooDeep } from './nested-too-deep.ts';

/** A subgraph as it enters composition. An empty URL is one that the gateway is told otherwise. */
export interface Service {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** What is judged beside Apollo's rules: `privacy` refuses what would leak (docs/policy.md), `none` nothing. */
export type CompositionPolicy = 'privacy' | 'none';

/** What the code of a leak begins with. */
export const LEAK = 'PRIVACY/';

/** One reason why subgraphs do not compose. */
export interface CompositionError {
  /** Apollo's code (`INVALID_FIELD_SHARING`), or of a leak `PRIVACY/` and its rule (`PRIVACY/PERSONAL_UNGUARDED`). */
  readonly code: string;
  /** `Worker.nik`; the subgraph's name where the message names none; empty where it names neither. */
  readonly coordinate: string;
  readonly message: string;
}

/** What composes, and should be looked at all the same. */
export interface CompositionHint {
  /** Apollo's code, or `NULLABLE`: see checks/nullable.ts. */
  readonly code: string;
  readonly level: 'warning' | 'information' | 'debug';
  readonly coordinate: string;
  readonly message: string;
}

/** A supergraph with its hints, or every error. */
export type Composed =
  | { readonly supergraphSdl: string; readonly hints: readonly CompositionHint[]; readonly errors?: undefined }
  | { readonly supergraphSdl?: undefined; readonly errors: readonly CompositionError[] };

/** @returns the supergraph of these subgraphs, or every error; the same text whatever order they come in */
export function composeSubgraphs(
  services: readonly Service[],
  { policy = 'privacy' }: { readonly policy?: CompositionPolicy } = {},
): Composed {
  const read = services.map((service) => parsed(service));
  const unreadable = read.flatMap((each) => ('error' in each ? [each.error] : []));
  if (unreadable.length > 0) return { errors: unreadable };
  const typed = read.flatMap((each) => ('service' in each ? [each.service] : []));
  const result = compose(typed);
  if (result.errors !== undefined) return { errors: result.errors.map((error) => said(error, services)) };
  const { supergraphSdl, hints } = result;
  const own = policy === 'privacy' ? leaks(supergraphSdl, typed) : [];
  if (own.length > 0) return { errors: own };
  return {
    supergraphSdl,
    hints: [
      ...hints.map(({ definition, coordinate, message }) => ({
        code: definition.code,
        level: LEVELS[definition.level.name] ?? 'information',
        coordinate: coordinate ?? '',
        message,
      })),
      ...(policy === 'privacy' ? nullables(supergraphSdl) : []),
    ],
  };
}

const LEVELS: Readonly<Record<string, CompositionHint['level']>> = {
  WARN: 'warning',
  INFO: 'information',
  DEBUG: 'debug',
};

type TypedService = Omit<Service, 'sdl'> & { readonly typeDefs: DocumentNode };

/** Apollo's own code for SDL that cannot be read. */
const UNREADABLE = 'INVALID_GRAPHQL';

function parsed({ name, url, sdl }: Service): { service: TypedService } | { error: CompositionError } {
  try {
    const deep = nestedTooDeep(sdl);
    if (deep !== undefined) return { error: { code: UNREADABLE, coordinate: name, message: `[${name}] ${deep}` } };
    return { service: { name, url, typeDefs: parse(sdl) } };
  } catch (thrown) {
    const place = thrown instanceof GraphQLError ? thrown.locations?.[0] : undefined;
    const where = place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
    return { error: { code: UNREADABLE, coordinate: name, message: `[${name}] ${reasonOf(thrown)}${where}` } };
  }
}

/** Composition asserts what it believes, and may throw or run out of stack on SDL that nobody foresaw. */
function compose(services: readonly TypedService[]): CompositionResult {
  try {
    return composeServices([...services]);
  } catch (thrown) {
    const error = thrown instanceof GraphQLError ? thrown : new GraphQLError(reasonOf(thrown));
    if (error.extensions.code === undefined) error.extensions.code = UNREADABLE;
    return { errors: [error] };
  }
}

function said({ message, extensions }: GraphQLError, services: readonly Service[]): CompositionError {
  const subgraph = /^\[([^\]]+)\]/.exec(message)?.[1];
  const named = /"(\w+\.\w+(?:\(\w+:\))?)"/.exec(message)?.[1] ?? /(?:type|directive) "(@?\w+)"/i.exec(message)?.[1];
  return {
    code: typeof extensions.code === 'string' ? extensions.code : 'COMPOSITION_FAILED',
    coordinate: named ?? (services.some(({ name }) => name === subgraph) ? subgraph! : ''),
    message,
  };
}

function leaks(supergraphSdl: string, services: readonly TypedService[]): CompositionError[] {
  return [
    ...protectionProblems(supergraphSdl, services),
    ...perturbationProblems(services),
    ...filterProblems(supergraphSdl),
    ...freeTextProblems(supergraphSdl),
    ...pageProblems(supergraphSdl),
    ...cachingProblems(supergraphSdl),
  ].map(({ rule, coordinate, message }) => ({ code: LEAK + rule, coordinate, message }));
}

function nullables(supergraphSdl: string): CompositionHint[] {
  return nullableHints(supergraphSdl).map(({ type, field, message }) => ({
    code: 'NULLABLE',
    level: 'warning',
    coordinate: `${type}.${field}`,
    message,
  }));
}
