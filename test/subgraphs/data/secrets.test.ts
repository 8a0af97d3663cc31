import { expect, test } from 'vitest';
import { personTokens, PERSON_TOKEN } from '../../../subgraphs/data/person-token.ts';
import { fieldEncryption } from '../../../subgraphs/data/field-encryption.ts';
import { DEVELOPMENT_KEYS, refuseDevelopmentKeys } from '../../../subgraphs/settings.ts';

const key = 'ab'.repeat(32);

test('the same NIK and key give the same token, and no other', () => {
  const tokenOf = personTokens(key);
  expect(tokenOf('3275010101900000')).toMatch(PERSON_TOKEN);
  expect(tokenOf('3275010101900000')).toBe(tokenOf('3275010101900000'));
  expect(tokenOf('3275010101900000')).not.toBe(tokenOf('3275010101910000'));
  expect(tokenOf('3275010101900000')).not.toBe(personTokens('cd'.repeat(32))('3275010101900000'));
});

test('a token is HMAC-SHA256 in base32, so that another program can make the same one', () => {
  // echo -n 3275010101900000 | openssl dgst -sha256 -mac HMAC -macopt hexkey:abab… -binary | base32 | tr A-Z a-z | cut -c1-26
  expect(personTokens(key)('3275010101900000')).toBe('psr_qucp7yjioueubrlmtywdsgxudu');
});

test('a sealed value opens at its place only', () => {
  const seal = fieldEncryption(key);
  const sealed = seal.encrypt('3275010101900000', 'workers.nik:w-1');
  expect(seal.decrypt(sealed, 'workers.nik:w-1')).toBe('3275010101900000');
  expect(sealed.toString('latin1')).not.toContain('3275');
  expect(() => seal.decrypt(sealed, 'workers.nik:w-2')).toThrow(/cannot be opened/);
  expect(() => fieldEncryption('cd'.repeat(32)).decrypt(sealed, 'workers.nik:w-1')).toThrow(/cannot be opened/);
  sealed[sealed.length - 1]! ^= 1;
  expect(() => seal.decrypt(sealed, 'workers.nik:w-1')).toThrow(/cannot be opened/);
});

test('two seals of one value differ, so that equal values do not show', () => {
  const seal = fieldEncryption(key);
  expect(seal.encrypt('a', 'x').equals(seal.encrypt('a', 'x'))).toBe(false);
});

test('production refuses the public development keys', () => {
  expect(() => refuseDevelopmentKeys(DEVELOPMENT_KEYS, 'production')).toThrow(/development key/);
  for (const own of ['identityKey', 'encryptionKey', 'recordKey'] as const) {
    const keys = { identityKey: key, encryptionKey: key, recordKey: key, [own]: DEVELOPMENT_KEYS[own] };
    expect(() => refuseDevelopmentKeys(keys, 'production')).toThrow(/development key/);
  }
  expect(() =>
    refuseDevelopmentKeys({ identityKey: key, encryptionKey: key, recordKey: key }, 'production'),
  ).not.toThrow();
  expect(() => refuseDevelopmentKeys(DEVELOPMENT_KEYS, 'development')).not.toThrow();
});

test('equal values are sealed to equal bytes only where that is requested, and each opens', () => {
  const seal = fieldEncryption(key);
  expect(seal.encrypt('text', 'place')).not.toEqual(seal.encrypt('text', 'place'));
  expect(seal.encryptDeterministic('text', 'place')).toEqual(seal.encryptDeterministic('text', 'place'));
  for (const other of [
    seal.encryptDeterministic('texu', 'place'),
    seal.encryptDeterministic('text', 'placf'),
    seal.encryptDeterministic('', 'placetext'),
  ]) {
    expect(other.subarray(1, 13)).not.toEqual(seal.encryptDeterministic('text', 'place').subarray(1, 13));
  }
  expect(seal.decrypt(seal.encryptDeterministic('text', 'place'), 'place')).toBe('text');
});
