/** The words of the registry: the same placeholders in both languages, and each can be read. */
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en, type WordKey } from '../../../web/registry/words/en.ts';
import { id } from '../../../web/registry/words/id.ts';

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/(?<!(?:one|other|=\d) )\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();

describe.each(Object.keys(en) as WordKey[])('%s', (key) => {
  it('takes the same values in both languages, and is no word of the other', () => {
    expect(placeholders(id[key])).toEqual(placeholders(en[key]));
    const values = Object.fromEntries(placeholders(en[key]).map((name) => [name, 2]));
    const said = (locale: string, text: string): string =>
      createIntl({
        locale,
        messages: { key: text },
        onError: (error) => {
          throw error;
        },
      }).formatMessage({ id: 'key' }, values);
    const [english, indonesian] = [said('en-GB', en[key]), said('id-ID', id[key])];
    expect(english + indonesian).not.toMatch(/[{}]/);
    // Names and codes are the same in both.
    if (/[a-z]{3}/.test(english.replace(/Worker\.occupation/, ''))) expect(indonesian).not.toBe(english);
  });
});
