/**
 * Checks a candidate version of a subgraph before it is published: composes it with what is published, reads both sides once, and asks
 * every rule. It reads nothing but its input and writes nothing.
 */
import { parse, type GraphQLSchema } from 'graphql';
import { sha256Of } from '../composition/sha256-of.ts';
import { composeSubgraphs, LEAK, type CompositionError } from '../composition/compose-subgraphs.ts';
import { approved } from './approved.ts';
import { knownOperations } from './breaking/known-operations.ts';
import type { CheckInput, OwnedSubgraph } from './check-input.ts';
import { checkRules } from './check-rules.ts';
import type { CheckReport, Finding, Severity } from './finding.ts';
import { apiSchema } from './model/api-schema.ts';
import { Graph } from './model/graph.ts';
import { readDocument, readSubgraphs, type SubgraphModel } from './model/subgraph-model.ts';
import { ownerRules } from './owners/rules.ts';
import type { CandidateChange } from './rule.ts';

export type { CheckInput } from './check-input.ts';

/** @returns everything that was found, the gravest first, and what comes of it */
export async function checkSubgraph(input: CheckInput): Promise<CheckReport> {
  const published: readonly OwnedSubgraph[] =
    input.before === undefined ? input.others : [...input.others, { ...input, sdl: input.before }];
  const all = [...input.others, { name: input.name, owner: input.owner, url: input.url, sdl: input.sdl }];
  const composed = composeSubgraphs(all, { policy: input.policy });
  const errors = (composed.errors ?? []).map((error) => compositionFinding(error, input.name));
  const isLeaking = composed.errors?.every(({ code }) => code.startsWith(LEAK)) ?? false;
  const change = changeOf(input, published, all, {
    before: published.length === 0 ? undefined : composeSubgraphs(published, { policy: 'none' }).supergraphSdl,
    after: isLeaking ? composeSubgraphs(all, { policy: 'none' }).supergraphSdl : composed.supergraphSdl,
  });
  const found = change === undefined ? [] : await judged(change);
  const again = await askedAgain(input, all, change);
  const findings = distinctFindings([...errors, ...found, ...again]).map((finding) => approved(finding, input));
  return {
    subgraph: input.name,
    hash: sha256Of(input.sdl),
    outcome: outcomeOf(findings),
    findings: findings.sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity)),
    supergraphHash: composed.supergraphSdl === undefined ? undefined : sha256Of(composed.supergraphSdl),
  };
}

const ORDER: readonly Severity[] = ['error', 'approval', 'warning', 'notice'];

async function judged(change: CandidateChange): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { find } of checkRules) found.push(...(await find(change)));
  return found;
}

/** What owners agreed to and took back is found as if the candidate were new: what is published is not asked about otherwise. */
async function askedAgain(
  input: CheckInput,
  all: readonly OwnedSubgraph[],
  change: CandidateChange | undefined,
): Promise<readonly Finding[]> {
  const { revoked = [], others } = input;
  if (revoked.length === 0 || change === undefined) return [];
  const before = others.length === 0 ? undefined : composeSubgraphs(others, { policy: 'none' }).supergraphSdl;
  const asNew = changeOf({ ...input, before: undefined }, others, all, { before, after: change.supergraphs.after });
  const found: Finding[] = [];
  if (asNew !== undefined) for (const { find } of ownerRules) found.push(...(await find(asNew)));
  return found.filter((finding) =>
    revoked.some(
      ({ rule, coordinate, owner }) =>
        finding.rule === rule && finding.coordinate === coordinate && finding.owner === owner,
    ),
  );
}

/** @returns the change; undefined where it cannot be read: its composition says so in a finding of its own */
function changeOf(
  input: CheckInput,
  published: readonly OwnedSubgraph[],
  all: readonly OwnedSubgraph[],
  supergraphs: CandidateChange['supergraphs'],
): CandidateChange | undefined {
  try {
    const after = new Graph(readSubgraphs(all));
    const before = new Graph(readSubgraphs([...published, ...(input.quarantined ?? [])]));
    const api = { before: apiOf(supergraphs.before), after: apiOf(supergraphs.after) };
    return {
      input,
      before,
      after,
      document: parse(input.sdl),
      candidate: after.subgraphs.find(({ name }) => name === input.name)!,
      published: before.subgraphs.find(({ name }) => name === input.name),
      supergraphs,
      composedTypes: { before: typesOf(supergraphs.before), after: typesOf(supergraphs.after) },
      api,
      operations: api.before && api.after ? knownOperations(api.before, input.used) : [],
    };
  } catch {
    return undefined;
  }
}

const apiOf = (supergraphSdl: string | undefined): GraphQLSchema | undefined =>
  supergraphSdl === undefined ? undefined : apiSchema(supergraphSdl);

const typesOf = (supergraphSdl: string | undefined): SubgraphModel['types'] | undefined =>
  supergraphSdl === undefined ? undefined : readDocument(parse(supergraphSdl, { noLocation: true })).types;

function compositionFinding({ code, coordinate, message }: CompositionError, subgraph: string): Finding {
  const isLeak = code.startsWith(LEAK);
  const where = coordinate === '' ? subgraph : coordinate;
  return {
    rule: isLeak ? code : `COMPOSITION/${code}`,
    severity: 'error',
    coordinate: where,
    why: isLeak ? `It ${message}.` : message,
    todo: isLeak
      ? 'Give it the directive that is named; docs/policy.md has the rules.'
      : 'Correct the SDL; the code is one of Apollo Federation’s.',
  };
}

function distinctFindings(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(
      findings.map((each) => [JSON.stringify([each.rule, each.coordinate, each.owner, each.why]), each]),
    ).values(),
  ];
}

function outcomeOf(findings: readonly Finding[]): CheckReport['outcome'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'failed';
  return findings.some(({ severity }) => severity === 'approval') ? 'waits' : 'passed';
}
