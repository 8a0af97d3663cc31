/**
 * What an answer may depend on. Two requests are given one kept answer only where all of this is equal; everything else of a request (its address, its
 * `Host`, what proxies say, what it accepts) changes no byte of the data.
 */
import { hash } from 'node:crypto';
import { isExactNumber } from '../../base/exact-number.ts';
import type { AuthenticatedRequest } from '../guard/guard.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';

/** An answer that may be kept. */
interface KeyParts {
  readonly prepared: PreparedOperation;
  /** Name of the contract at whose path it was asked. */
  readonly contract: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** Undefined for an answer that is the same for everybody: then subgraphs are told of nobody. */
  readonly privateTo: AuthenticatedRequest | undefined;
  /** As whom subgraphs are asked. */
  readonly caller: SubgraphCaller;
  /** Values of the headers that subgraphs see and an answer may depend on. */
  readonly forwarded: readonly (string | undefined)[];
  /** The last month that has ended, `YYYY-MM`. */
  readonly month: string;
}

/** Variables deeper than this, or longer, are not made a key of: nothing is kept then. Levels; characters */
const [DEEPEST, LONGEST] = [16, 20_000];

/** @returns the key, a SHA-256; undefined for variables that none is made of */
export function answerKey(asked: KeyParts): string | undefined {
  const { prepared, contract = '', privateTo, caller, forwarded, month } = asked;
  const variables = canonicalVariables(prepared, asked.variables);
  if (variables === undefined) return undefined;
  const who = privateTo === undefined ? '' : `${identityOf(privateTo)}${prepared.authorization.key}`;
  // Each part is written with its length, so that no two lists of parts are one text.
  const parts = [
    operationOf(prepared),
    contract,
    month,
    caller.claims?.identity ?? '',
    JSON.stringify(forwarded),
    who,
    variables,
  ];
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

/** Those that the operation declares, in their order: what is sent beside them, or in another order, makes no other answer. */
function canonicalVariables(
  { operation }: PreparedOperation,
  variables: KeyParts['variables'] = {},
): string | undefined {
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
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
