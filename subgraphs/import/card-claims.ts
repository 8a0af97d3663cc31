/** One card number is one person's: rows that give somebody a card which another person has, on the roster or in an earlier row, are not taken. */
import type { ClientSession, Collection } from 'mongoose';
import { cardHolders } from '../data/card-holders.ts';
import type { ImportModels } from './import-job.ts';
import { rejectedRow, type CardClaim, type RowPlan } from './import-kind.ts';
import type { PlannedRow } from './tally.ts';

const TAKEN = { code: 'KPJ_TAKEN', field: 'kpj', likely: [] } as const;

/** @param collection of the records @returns the plans, without those that give somebody a card of another person's record */
export async function withoutTakenCards(
  plans: readonly RowPlan[],
  collection: Collection<never>,
  session: ClientSession,
): Promise<RowPlan[]> {
  const given = plans.filter(isGiving);
  const cards = given.map(({ claim }) => claim!.card);
  const holders = await cardHolders(collection, cards, session);
  const isTaken = ({ card, person }: CardClaim): boolean => holders.isTaken(card, person);
  return plans.map((plan) => (isGiving(plan) && isTaken(plan.claim!) ? rejectedRow(TAKEN) : plan));
}

const isGiving = ({ claim, writes }: RowPlan): boolean =>
  claim !== undefined && writes.some(({ cards = [] }) => cards.includes(claim.card));

/** Keeps what the rows say of cards while the pass runs: also a dry run finds two persons with one card. @returns the rows, without those */
export async function keepClaims(
  { ImportKey }: ImportModels,
  prefix: string,
  rows: readonly PlannedRow[],
  session: ClientSession,
): Promise<PlannedRow[]> {
  const ids = rows.flatMap(({ claim }) => (claim === undefined ? [] : [prefix + claim.card]));
  if (ids.length === 0) return [...rows];
  const kept = await ImportKey.find({ _id: { $in: ids } } as never, { person: 1 })
    .session(session)
    .lean<{ _id: string; person: string }[]>();
  const persons = new Map(kept.map(({ _id, person }) => [_id, person]));
  const fresh: object[] = [];
  const checked = rows.map((row) => {
    if (row.claim === undefined) return row;
    const { card, person } = row.claim;
    const _id = prefix + card;
    const first = persons.get(_id);
    if (first !== undefined) return first === person ? row : { line: row.line, ...rejectedRow(TAKEN) };
    persons.set(_id, person);
    fresh.push({ _id, person, line: row.line, at: new Date() });
    return row;
  });
  if (fresh.length > 0) await ImportKey.collection.insertMany(fresh, { session });
  return checked;
}
