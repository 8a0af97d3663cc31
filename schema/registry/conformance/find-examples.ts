/** Finds entities that exist: those that the lists of the subgraph lead to, and those that its owner names. */
import type { AskedSubgraph } from './asked-subgraph.ts';
import type { PublishedFacts, PublishedField, PublishedType, EntityKey } from './published-facts.ts';

/** Of each type; a page is enough for every case. */
const MOST = 40;

/** @returns representations by type; those that were named come first */
export async function findExamples(subgraph: AskedSubgraph): Promise<ReadonlyMap<string, readonly EntityKey[]>> {
  const found = new Map<string, EntityKey[]>();
  for (const [type, of] of Object.entries(subgraph.options.examples ?? {})) found.set(type, [...of]);
  for (const root of subgraph.facts.roots) {
    const selections = selectionsFor(subgraph.facts, root);
    if (selections === undefined) continue;
    const size = root.hasFirst ? `(first: ${MOST})` : '';
    const { data } = await subgraph.ask(`{ ${root.name}${size} ${selections} }`);
    gather(data?.[root.name], subgraph.facts, found);
  }
  return found;
}

/** @returns what asks the keys of the entities behind a field; undefined where there are none */
export function selectionsFor(facts: PublishedFacts, field: PublishedField): string | undefined {
  const type = facts.types.get(field.type);
  if (!field.plain || type === undefined) return undefined;
  const nodes = type.fields.find(({ name }) => name === 'nodes');
  const rows = nodes && facts.types.get(nodes.type);
  if (rows !== undefined) return rows.keys.length === 0 ? undefined : `{ nodes { ${keysOf(facts, rows, 1)} } }`;
  return type.keys.length === 0 ? undefined : `{ ${keysOf(facts, type, 1)} }`;
}

/** @param depth how far from the entity other entities are looked for */
function keysOf(facts: PublishedFacts, type: PublishedType, depth: number): string {
  const own = [...new Set(type.keys.flat())];
  const others = depth === 0 ? [] : type.fields.filter(({ plain, name }) => plain && !own.includes(name));
  const nested = others.flatMap(({ name, type: returned }) => {
    const other = facts.types.get(returned);
    return other === undefined || other.keys.length === 0 ? [] : [`${name} { ${keysOf(facts, other, 0)} }`];
  });
  return ['__typename', ...own, ...nested].join(' ');
}

function gather(value: unknown, facts: PublishedFacts, found: Map<string, EntityKey[]>): void {
  if (Array.isArray(value)) return value.forEach((each) => gather(each, facts, found));
  if (typeof value !== 'object' || value === null) return;
  const row = value as Readonly<Record<string, unknown>>;
  const type = facts.types.get(String(row['__typename']));
  const key = type?.keys[0];
  if (type !== undefined && key?.every((name) => row[name] != null) === true) {
    const known = found.get(type.name) ?? [];
    const representation = Object.fromEntries(key.map((name) => [name, row[name]]));
    const isNew = !known.some((each) => key.every((name) => each[name] === representation[name]));
    if (isNew && known.length < MOST) found.set(type.name, [...known, representation]);
  }
  for (const each of Object.values(row)) gather(each, facts, found);
}
