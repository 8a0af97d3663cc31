/** Rows about persons: what a caller may not see is not told from what does not exist. */
import type { ClaimsSubject } from '../../../../base/claims.ts';
import type { AskedSubgraph } from '../asked-subgraph.ts';
import { PUBLIC, READER } from '../conformance-callers.ts';
import { expect, need, type ConformanceCase } from '../conformance-case.ts';
import { selectionsFor } from '../find-examples.ts';
import type { PublishedField, PublishedType } from '../published-facts.ts';
import { knownEntities, type KnownEntity } from './judge.ts';

const NOT_THE_SCOPE: ClaimsSubject = { ...READER, scopes: [], roles: ['admin', 'auditor', 'superuser'] };
const NO_AGENCY: ClaimsSubject = { ...READER, scopes: ['person:read'] };
const NO_SUCH_AGENCY: ClaimsSubject = { ...NO_AGENCY, agency: 'CONFORMANCE_NOBODY' };

interface PersonList {
  readonly root: PublishedField;
  readonly rows: PublishedType;
}

/** Lists of persons that can be asked without an argument. */
function personLists({ facts }: AskedSubgraph): readonly PersonList[] {
  return facts.roots.flatMap((root): PersonList[] => {
    const nodes = facts.types.get(root.type)?.fields.find(({ name }) => name === 'nodes');
    const rows = nodes && facts.types.get(nodes.type);
    return root.plain && rows?.personal === true && rows.keys.length > 0 ? [{ root, rows }] : [];
  });
}

async function listed(subgraph: AskedSubgraph, { root, rows }: PersonList, caller: ClaimsSubject): Promise<string[]> {
  const size = root.hasFirst ? '(first: 100)' : '';
  const { data } = await subgraph.ask(`{ ${root.name}${size} ${selectionsFor(subgraph.facts, root)!} }`, {}, caller);
  const nodes = (data?.[root.name] as { nodes?: unknown } | null | undefined)?.nodes;
  const key = rows.keys[0]!;
  return Array.isArray(nodes)
    ? nodes.map((row) => JSON.stringify(key.map((name) => (row as Record<string, unknown>)[name])))
    : [];
}

/** What a row tells beside its key. */
function tellingSelections({ facts }: AskedSubgraph, type: PublishedType): string {
  const key = new Set(type.keys.flat());
  return type.fields
    .filter(({ plain, name }) => plain && !key.has(name))
    .map(({ name, type: returned }) => (facts.types.has(returned) ? `${name} { __typename }` : name))
    .slice(0, 12)
    .join(' ');
}

const isTelling = (row: unknown): boolean =>
  typeof row === 'object' &&
  row !== null &&
  Object.entries(row).some(
    ([name, value]) => name !== '__typename' && value != null && !(Array.isArray(value) && value.length === 0),
  );

function knownPersons(subgraph: AskedSubgraph): readonly KnownEntity[] {
  const persons = subgraph.facts.entities.filter(({ personal }) => personal);
  need(persons.length > 0, 'it has no entity that is a person');
  const known = knownEntities(subgraph).filter(({ type }) => type.personal && tellingSelections(subgraph, type) !== '');
  need(known.length > 0, 'no person of it is known that exists: its lists lead to none, and no example was given');
  return known;
}

async function tellsNothing(subgraph: AskedSubgraph, caller: ClaimsSubject): Promise<void> {
  for (const { type, of } of knownPersons(subgraph)) {
    const selections = `... on ${type.name} { ${tellingSelections(subgraph, type)} }`;
    const rows = await subgraph.entities(of, selections, caller);
    expect(!rows.some(isTelling), `nothing of a ${type.name}`, Object.keys(rows.find(isTelling) ?? {}).join(', '));
  }
}

async function listsNobody(subgraph: AskedSubgraph, caller: ClaimsSubject): Promise<void> {
  const lists = personLists(subgraph);
  need(lists.length > 0, 'it has no list of persons that can be asked without an argument');
  for (const list of lists) {
    const rows = await listed(subgraph, list, caller);
    expect(rows.length === 0, `no rows in ${list.root.name}`, `${rows.length} rows`);
  }
}

const CALLERS: readonly (readonly [string, string, ClaimsSubject])[] = [
  ['public', 'everybody', PUBLIC],
  ['role', 'a caller whose roles sound like more than their scopes', NOT_THE_SCOPE],
  ['no-agency', 'a caller who may read persons and acts for no agency', NO_AGENCY],
  ['unknown-agency', 'a caller of an agency that has no rows', NO_SUCH_AGENCY],
];

/** Rows of an agency, and those that are not its own. */
async function ofAgency(subgraph: AskedSubgraph): Promise<{ list: PersonList; own: string[]; others: string[] }[]> {
  const { agency } = subgraph.options;
  need(agency !== undefined, 'no agency was named that may see some rows but not all');
  const lists = personLists(subgraph);
  need(lists.length > 0, 'it has no list of persons that can be asked without an argument');
  const found = [];
  for (const list of lists) {
    const all = await listed(subgraph, list, READER);
    const own = await listed(subgraph, list, { ...NO_AGENCY, agency });
    found.push({ list, own, others: all.filter((row) => !own.includes(row)) });
  }
  return found;
}

/** See the file. */
export const rowCases: readonly ConformanceCase[] = [
  ...CALLERS.map(([name, who, caller]): ConformanceCase => ({
    name: `rows-list-${name}`,
    what: `lists no person for ${who}`,
    run: (subgraph) => listsNobody(subgraph, caller),
  })),
  ...CALLERS.map(([name, who, caller]): ConformanceCase => ({
    name: `rows-key-${name}`,
    what: `tells nothing of a person by their key to ${who}`,
    run: (subgraph) => tellsNothing(subgraph, caller),
  })),
  {
    name: 'rows-own',
    what: 'lists an agency its own persons, and leaves out others',
    async run(subgraph) {
      const lists = await ofAgency(subgraph);
      expect(
        lists.some(({ own }) => own.length > 0),
        `rows of ${subgraph.options.agency}`,
        'none',
      );
      expect(
        lists.some(({ others }) => others.length > 0),
        `rows that are not of ${subgraph.options.agency}`,
        'none',
      );
    },
  },
  {
    name: 'rows-own-key',
    what: "does not answer an agency another's person by their key",
    async run(subgraph) {
      const caller = { ...NO_AGENCY, agency: subgraph.options.agency };
      for (const { list, others } of await ofAgency(subgraph)) {
        const { name, keys } = list.rows;
        const of = others.map((row) => {
          const values = JSON.parse(row) as unknown[];
          return { __typename: name, ...Object.fromEntries(keys[0]!.map((key, at) => [key, values[at]])) };
        });
        // The first page of an agency need not be all that it may see.
        const seen = await subgraph.entities(
          of,
          `... on ${name} { ${tellingSelections(subgraph, list.rows)} }`,
          caller,
        );
        expect(of.length === 0 || seen.some((row) => !isTelling(row)), `nothing of another's ${name}`, 'all of them');
      }
    },
  },
];
