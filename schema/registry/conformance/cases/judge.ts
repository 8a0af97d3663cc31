/** What cases have in common: how a refusal and an answer are told, and entities that exist. */
import type { AnsweredError, SubgraphAnswer, AskedSubgraph } from '../asked-subgraph.ts';
import { expect, need } from '../conformance-case.ts';
import type { PublishedType, EntityKey } from '../published-facts.ts';

/** @returns the codes of an answer's errors */
export const codesOf = ({ errors }: Pick<SubgraphAnswer, 'errors'>): unknown[] =>
  errors.map(({ extensions }: AnsweredError) => extensions?.['code']);

/** @throws Unmet unless it was refused with this code and status, with no data */
export function expectRefusal(answered: SubgraphAnswer, code: string, status = 401): void {
  expect(answered.data == null, 'no data', answered.text);
  expect(codesOf(answered).includes(code), `the code ${code}`, answered.text || `status ${answered.status}`);
  expect(answered.status === status, `status ${status}`, answered.status);
}

/** @throws Unmet unless it failed as a whole: an error with a code, and no data */
export function expectFailure(answered: SubgraphAnswer): void {
  expect(answered.status < 500, 'an answer below status 500', answered.status);
  const data = Object.values(answered.data ?? {}).some((value) => value != null);
  expect(!data && codesOf(answered).some((code) => typeof code === 'string'), 'an error with a code', answered.text);
}

/** @throws Unmet unless it answers `{ __typename }` */
export async function expectAlive(subgraph: AskedSubgraph): Promise<void> {
  const answered = await subgraph.ask('{ __typename }');
  expect(answered.data?.['__typename'] === 'Query', 'that it still answers', answered.text || answered.status);
}

/** An entity with representations that exist. */
export interface KnownEntity {
  readonly type: PublishedType;
  readonly of: readonly (EntityKey & { readonly __typename: string })[];
}

/** @throws NotApplicable where there is no entity, or none that exists is known */
export function knownEntities({ facts, examples }: AskedSubgraph): readonly [KnownEntity, ...KnownEntity[]] {
  need(facts.entities.length > 0, 'it resolves no entity');
  const known = facts.entities.flatMap((type): KnownEntity[] => {
    const of = (examples.get(type.name) ?? []).map((each) => ({ __typename: type.name, ...each }));
    return of.length === 0 ? [] : [{ type, of }];
  });
  const [first, ...others] = known;
  need(first !== undefined, 'no entity of it is known that exists: its lists lead to none, and no example was given');
  return [first, ...others];
}

/** @returns the selections of the keys of these entities */
export const keysIn = (known: readonly KnownEntity[]): string =>
  known.map(({ type }) => `... on ${type.name} { ${type.keys[0]!.join(' ')} }`).join(' ');

/** @returns whether a row is that of a representation */
export function isRowOf(row: unknown, of: EntityKey): boolean {
  if (typeof row !== 'object' || row === null) return false;
  return Object.entries(of).every(([name, value]) => String((row as EntityKey)[name]) === String(value));
}
