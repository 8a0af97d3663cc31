/** Counts over people: the same people give the same number, which is no small one. docs/disclosure.md has the method. */
import { readFileSync } from 'node:fs';
import { EXACT_SCOPE, type ClaimsSubject } from '../../../../base/claims.ts';
import type { AskedSubgraph } from '../asked-subgraph.ts';
import { AUDITOR, PUBLIC, READER } from '../conformance-callers.ts';
import { expect, need, type ConformanceCase } from '../conformance-case.ts';
import type { PublishedFacts, PublishedType } from '../published-facts.ts';

/** A count that was answered. */
interface Count {
  /** Where, so that answers to several callers can be compared. */
  readonly at: string;
  readonly value: number | null;
  readonly minimum: number;
}

interface Question {
  readonly name: string;
  readonly type: PublishedType;
  readonly ask: (subgraph: AskedSubgraph, caller: ClaimsSubject) => Promise<unknown>;
}

/** How far below what is asked counts are looked for. */
const DEPTH = 2;
/** Entities of a type whose counts are asked. */
const MOST = 30;

/** @returns what selects the counts of a type; undefined where it has none. A total for everybody (`minimum: 0`) is none. */
function countsOf(facts: PublishedFacts, type: PublishedType, depth = DEPTH): string | undefined {
  const found = type.fields.flatMap(({ name, type: returned, plain, minimum }) => {
    const other = facts.types.get(returned);
    if (!plain) return [];
    if (other === undefined) return minimum !== undefined && minimum > 0 ? [name] : [];
    if (depth === 0 || minimum === 0 || other.keys.length > 0 || other.personal) return [];
    const nested = countsOf(facts, other, depth - 1);
    return nested === undefined ? [] : [`${name} ${nested}`];
  });
  return found.length === 0 ? undefined : `{ ${found.join(' ')} }`;
}

function questions({ facts, examples }: AskedSubgraph): readonly Question[] {
  const ofRoots = facts.roots.flatMap((root): Question[] => {
    const type = facts.types.get(root.type);
    const selections = type && root.plain && root.minimum !== 0 ? countsOf(facts, type) : undefined;
    if (type === undefined || selections === undefined) return [];
    const ask: Question['ask'] = async (subgraph, caller) =>
      (await subgraph.ask(`{ ${root.name} ${selections} }`, {}, caller)).data?.[root.name];
    return [{ name: root.name, type, ask }];
  });
  const ofEntities = facts.entities.flatMap((type): Question[] => {
    const selections = countsOf(facts, type);
    const of = (examples.get(type.name) ?? []).slice(0, MOST).map((each) => ({ __typename: type.name, ...each }));
    if (selections === undefined || of.length === 0) return [];
    return [
      { name: type.name, type, ask: (own, caller) => own.entities(of, `... on ${type.name} ${selections}`, caller) },
    ];
  });
  return [...ofRoots, ...ofEntities];
}

async function counted(subgraph: AskedSubgraph, caller: ClaimsSubject): Promise<readonly Count[]> {
  const hasCounts = [...subgraph.facts.types.values()].some(({ fields }) =>
    fields.some(({ minimum = 0 }) => minimum > 0),
  );
  need(hasCounts, 'it counts no people (@aggregate)');
  const all = questions(subgraph);
  need(all.length > 0, 'no count can be asked: none stands on an entity that is known to exist');
  const found: Count[] = [];
  for (const { name, type, ask } of all)
    gather(await ask(subgraph, caller), { facts: subgraph.facts, type, at: name }, found);
  need(
    found.some(({ value }) => value !== null),
    'every count is null',
  );
  return found;
}

interface Place {
  readonly facts: PublishedFacts;
  readonly type: PublishedType;
  readonly at: string;
}

function gather(value: unknown, { facts, type, at }: Place, found: Count[]): void {
  if (Array.isArray(value))
    return value.forEach((each, place) => gather(each, { facts, type, at: `${at}.${place}` }, found));
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    const field = type.fields.find((each) => each.name === name);
    const other = field && facts.types.get(field.type);
    if (field === undefined) continue;
    if (other !== undefined) gather(inner, { facts, type: other, at: `${at}.${name}` }, found);
    else if (inner === null || typeof inner === 'number')
      found.push({ at: `${at}.${name}`, value: inner, minimum: field.minimum ?? 0 });
  }
}

async function expectSame(subgraph: AskedSubgraph, callers: readonly ClaimsSubject[]): Promise<void> {
  const [first, ...others] = callers;
  const due = await counted(subgraph, first!);
  for (const caller of others) {
    const got = await counted(subgraph, caller);
    const other = due.find(({ value }, at) => got[at]?.value !== value);
    expect(got.length === due.length && other === undefined, 'the same numbers', `another one at ${other?.at}`);
  }
}

const { rows } = JSON.parse(readFileSync(new URL('../../vectors/p-table.json', import.meta.url), 'utf8')) as {
  rows: readonly { readonly noise: readonly number[] }[];
};

/** See the file. */
export const countCases: readonly ConformanceCase[] = [
  {
    name: 'counts-repeat',
    what: 'answers the same count with the same number',
    run: (subgraph) => expectSame(subgraph, [PUBLIC, PUBLIC, PUBLIC]),
  },
  {
    name: 'counts-small',
    what: 'publishes no count from 1 to its minimum less one',
    async run(subgraph) {
      const small = (await counted(subgraph, PUBLIC)).find(
        ({ value, minimum }) => value !== null && value > 0 && value < minimum,
      );
      expect(small === undefined, 'no small count', small && `${small.value} at ${small.at}`);
    },
  },
  {
    name: 'counts-negative',
    what: 'publishes no count below zero',
    async run(subgraph) {
      const below = (await counted(subgraph, PUBLIC)).find(({ value }) => value !== null && value < 0);
      expect(below === undefined, 'no count below zero', below?.at);
    },
  },
  {
    name: 'counts-unsaid',
    what: 'perturbs where the claims do not say how exactly is counted',
    run: (subgraph) => expectSame(subgraph, [PUBLIC, { ...PUBLIC, cells: undefined }]),
  },
  {
    name: 'counts-scope-alone',
    what: 'perturbs where the claims say so, whatever the scopes are',
    run: (subgraph) => expectSame(subgraph, [PUBLIC, { ...PUBLIC, scopes: [EXACT_SCOPE] }]),
  },
  {
    name: 'counts-callers',
    what: 'answers every caller without exact counts the same numbers',
    run: (subgraph) =>
      expectSame(subgraph, [PUBLIC, READER, { ...PUBLIC, sub: 'user:other', agency: 'DINSOS', purpose: 'CLAIM' }]),
  },
  {
    name: 'counts-table',
    what: 'moves a count by what the p-table has for it, and zero by nothing',
    async run(subgraph) {
      need(subgraph.options.still === true, 'its records may have changed since the last month ended');
      const [exact, shown] = [await counted(subgraph, AUDITOR), await counted(subgraph, PUBLIC)];
      const pairs = exact
        .map((one, at) => ({ one, other: shown[at] }))
        .filter(({ one, other }) => one.at === other?.at);
      const wrong = pairs.find(({ one, other }) => {
        if (one.value === null || other?.value == null) return false;
        return !rows[Math.min(one.value, rows.length - 1)]!.noise.includes(other.value - one.value);
      });
      expect(
        wrong === undefined,
        'noise of the p-table',
        wrong && `${wrong.other?.value} for ${wrong.one.value} at ${wrong.one.at}`,
      );
    },
  },
  {
    name: 'counts-moved',
    what: 'does perturb: not all counts are exact for everybody',
    async run(subgraph) {
      const [exact, shown] = [await counted(subgraph, AUDITOR), await counted(subgraph, PUBLIC)];
      need(exact.filter(({ value }) => (value ?? 0) > 0).length >= 3, 'too few counts are above zero');
      expect(
        exact.some(({ value }, at) => value !== shown[at]?.value),
        'a count that differs',
        'all exact',
      );
    },
  },
];
