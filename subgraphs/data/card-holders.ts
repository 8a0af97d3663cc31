/** Who has a card number: one number is one person's, in whichever of their records it stands, also after they have left. */
import type { ClientSession, Collection } from 'mongoose';

/** A record of a person, as far as it tells persons apart. */
interface Holder {
  readonly _id: string;
  readonly token: string | null;
}

/** Tells whether somebody else has a card. */
export interface CardHolders {
  /** @param card its token @param person as `holderOf` names them @returns whether another person has it; without a valid NIK two records are two persons */
  isTaken(card: string, person: string): boolean;
}

/** @returns who is meant: the person, or the record where nobody knows of whom it is */
export const holderOf = ({ _id, token }: Holder): string => token ?? _id;

/** @param cards tokens of cards @returns who has them in a collection, as the transaction sees it */
export async function cardHolders(
  collection: Collection<never>,
  cards: readonly string[],
  session: ClientSession,
): Promise<CardHolders> {
  const holders = new Map<string, string[]>();
  const condition = { 'membership.cardToken': { $in: [...cards] } } as never;
  const fields = { token: 1, 'membership.cardToken': 1 };
  const rows = cards.length === 0 ? [] : await collection.find(condition, { session, projection: fields }).toArray();
  for (const row of rows as unknown as (Holder & { membership: { cardToken: string } })[])
    holders.set(row.membership.cardToken, [...(holders.get(row.membership.cardToken) ?? []), holderOf(row)]);
  return { isTaken: (card, person) => (holders.get(card) ?? []).some((holder) => holder !== person) };
}
