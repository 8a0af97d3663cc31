/**
 * A card number's token, kept beside the sealed number: one card is found by it, and the number is not read. Its key is derived from the city's
 * key, so that no token of a card is that of a person. It is made anew with the persons' tokens when IDENTITY_KEY is changed.
 */
import { derivedKey } from './derived-key.ts';
import { keyedHash } from './keyed-hash.ts';

/** @param identityKey as `personTokens` takes it @returns the function from a card number (KPJ) to its token */
export function cardTokens(identityKey: string): (kpj: string) => string {
  const key = derivedKey(identityKey, 'tokens of cards');
  return (kpj) => `crd_${keyedHash(key, kpj)}`;
}
