/** The words of the page. */
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { partIn } from '../../../web/language/bilingual.ts';
import { en } from '../../../web/language/en.ts';
import { enumNames } from '../../../web/language/enum-names.ts';
import { id } from '../../../web/language/id.ts';
import { languageOf } from '../../../web/language/languages.ts';

/** The names of a message's values and tags. */
const namesIn = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(?=[,}])|<(\w+)>/g)].map(([, value, tag]) => value ?? tag!))].sort();

describe('the catalogues', () => {
  it('have the same keys, none of them empty', () => {
    expect(Object.keys(id).sort()).toEqual(Object.keys(en).sort());
    for (const [key, words] of [...Object.entries(en), ...Object.entries(id)]) expect(words.trim(), key).not.toBe('');
  });

  it.each([
    ['id-ID', id],
    ['en-GB', en],
  ])('are messages that can be written: %s', (locale, messages) => {
    const onError = (error: unknown): void => {
      throw error;
    };
    const intl = createIntl({ locale, messages, onError });
    for (const [key, words] of Object.entries(messages)) {
      const values = Object.fromEntries(
        namesIn(words).map((name) => [name, words.includes(`<${name}>`) ? () => 'x' : 7]),
      );
      expect(intl.formatMessage({ id: key }, values), key).not.toMatch(/[{}]/);
    }
  });

  it('have the same values in both languages', () => {
    for (const [key, words] of Object.entries(en))
      expect(namesIn(id[key as keyof typeof en]), key).toEqual(namesIn(words));
  });

  it('have no sentence left in the other language', () => {
    const sentences = Object.entries(en).filter(([, words]) => words.split(' ').length > 3 && !/^\{.*\}$/.test(words));
    for (const [key, words] of sentences) expect(id[key as keyof typeof en], key).not.toBe(words);
  });
});

describe('the language', () => {
  it.each([
    [['id-ID', 'en'], 'id'],
    [['en-GB', 'id'], 'en'],
    [['jv', 'EN-us'], 'en'],
    [['nl'], 'id'],
    [[], 'id'],
  ])('of a browser that prefers %j is %s', (preferred, language) => {
    expect(languageOf(preferred)).toBe(language);
  });
});

describe('a text that carries both languages', () => {
  it('is read in one', () => {
    expect(partIn('Coverage rate, 0 to 1. / Tingkat perlindungan, 0 sampai 1.', 'id')).toBe(
      'Tingkat perlindungan, 0 sampai 1.',
    );
    expect(partIn('Public / Publik', 'en')).toBe('Public');
    expect(partIn('VERIFICATION', 'id')).toBe('VERIFICATION');
  });

  it('names the values of an enum', () => {
    const name = enumNames(
      { enumValues: [{ name: 'PKL', description: 'Street vendor. / Pedagang kaki lima.' }] },
      'id',
    );
    expect([name('PKL'), name('OJEK')]).toEqual(['Pedagang kaki lima', 'OJEK']);
    expect(enumNames(null, 'en')('PKL')).toBe('PKL');
  });
});
