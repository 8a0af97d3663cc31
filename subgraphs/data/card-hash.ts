import { cardTokens } from './card-token.ts';
import { decrypted, type FieldEncryption } from './field-encryption.ts';
import type { KeptHash } from './retoken.ts';

interface Insured {
  readonly _id: string;
  readonly membership?: { readonly kpj: Uint8Array } | null;
}

/** @param placeOf what a record's card number is sealed with @returns the tokens of cards, as hashes that records keep */
export const cardHash = (seal: FieldEncryption, identityKey: string, placeOf: (id: string) => string): KeptHash => {
  const cardOf = cardTokens(identityKey);
  return {
    path: 'membership.cardToken',
    reads: ['membership.kpj'],
    where: { 'membership.kpj': { $exists: true } },
    of: ({ _id, membership }: Insured) => {
      const kpj = decrypted(seal, membership?.kpj, placeOf(_id));
      return kpj === null ? null : cardOf(kpj);
    },
  };
};
