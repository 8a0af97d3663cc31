/**
 * What an answer may depend on. Two requests are given one kept answer only where all of this is equal; everything else of a request (its address, its
 * `Host`, what proxies say, what it accepts) changes no byte of the data.
 */
import { hash } from 'node:crypto';
import { isExactNumber } from '../../base/exact-number.ts';
import type { AuthenticatedRequest } from '../guard/guard.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';

/** For whom, as whom and when something is asked: whatever is kept is kept under all of it. */
export interface Circumstances {
  readonly prepared: PreparedOperation;
  /** Name of the contract at whose path it was asked. */
  readonly contract: string | undefined;
  /** Undefined for what is the same for everybody: then subgraphs are told of nobody. */
  readonly privateTo: AuthenticatedRequest | undefined;
  /** As whom subgraphs are asked. */
  readonly caller: SubgraphCaller;
  /** Values of the headers that subgraphs see and an answer may depend on. */
  readonly forwarded: readonly (string | undefined)[];
  /** The last month that has ended, `YYYY-MM`. */
  readonly month: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

/** Variables deeper than this, or longer, are not made a key of: nothing is kept then. Levels; characters */
const [DEEPEST, LONGEST] = [16, 20_000];

/** @returns the key of a whole answer, a SHA-256; undefined for variables that none is made of */
export function answerKey(asked: Circumstances): string | undefined {
  const { prepared } = asked;
  const names = (prepared.operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const variables = canonicalVariables(names, asked.variables);
  return variables === undefined ? undefined : digest([operationOf(prepared), ...circumstances(asked), variables]);
}

/**
 * @param text of the fetch, as `EntityCaching` has it
 * @param names of the variables that the fetch uses
 * @returns makes the key of each entity of a fetch from its representation; undefined for variables that none is made of
 */
export function entityKey(
  text: string,
  names: readonly string[],
  asked: Circumstances,
): ((representation: unknown) => string | undefined) | undefined {
  const variables = canonicalVariables(names, asked.variables);
  if (variables === undefined) return undefined;
  const fetch = digest(['entity', asked.prepared.generation, text, ...circumstances(asked), variables]);
  return (representation) => {
    const written = JSON.stringify(representation);
    return written.length > LONGEST ? undefined : hash('sha256', fetch + written, 'base64url');
  };
}

function circumstances({ prepared, contract = '', privateTo, caller, forwarded, month }: Circumstances): string[] {
  const who = privateTo === undefined ? '' : `${identityOf(privateTo)}${prepared.authorization.key}`;
  return [contract, month, caller.claims?.identity ?? '', JSON.stringify(forwarded), who];
}

/** Each part is written with its length, so that no two lists of parts are one text. */
function digest(parts: readonly string[]): string {
  return hash('sha256', parts.map((part) => `${part.length}:${part}`).join(''), 'base64url');
}

const operations = new WeakMap<PreparedOperation, string>();

/** Of the supergraph, the text and which override labels hold. */
function operationOf(prepared: PreparedOperation): string {
  let known = operations.get(prepared);
  if (known === undefined) {
    const { generation, text, operationName = null, labels } = prepared;
    known = hash('sha256', JSON.stringify([generation, text, operationName, labels.held]), 'base64url');
    operations.set(prepared, known);
  }
  return known;
}

/** All that subgraphs and rules may know of a caller. */
function identityOf({ caller, purpose, subgraphCaller, month }: AuthenticatedRequest): string {
  return JSON.stringify([
    caller?.id,
    caller?.rightsKey,
    caller?.agency,
    purpose,
    month,
    subgraphCaller.claims?.subject,
  ]);
}

/** Those that are declared, in their order: what is sent beside them, or in another order, makes no other answer. */
function canonicalVariables(names: readonly string[], variables: Circumstances['variables'] = {}): string | undefined {
  const given = names.filter((name) => Object.hasOwn(variables, name));
  const parts: string[] = [];
  for (const name of given) {
    const text = canonicalOf(variables[name], DEEPEST);
    if (text === undefined) return undefined;
    parts.push(`${name}=${text}`);
  }
  const text = parts.join('&');
  return text.length > LONGEST ? undefined : text;
}

function canonicalOf(value: unknown, levels: number): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isExactNumber(value)) return value.rawJSON;
  if (levels === 0) return undefined;
  const members: (string | undefined)[] = Array.isArray(value)
    ? value.map((each) => canonicalOf(each, levels - 1))
    : Object.keys(value)
        .sort()
        .map((name) => member(name, (value as Record<string, unknown>)[name], levels - 1));
  if (members.includes(undefined)) return undefined;
  return Array.isArray(value) ? `[${members.join(',')}]` : `{${members.join(',')}}`;
}

function member(name: string, value: unknown, levels: number): string | undefined {
  const text = canonicalOf(value, levels);
  return text && `${JSON.stringify(name)}:${text}`;
}
