/** What roles and purposes are called. */
import { describe, expect, it } from 'vitest';
import { id } from '../../../web/language/id.ts';
import { purposeTitle, roleTitle } from '../../../web/session/titles.ts';

const tongue = { say: (key: keyof typeof id) => id[key], language: 'id' as const };

describe('a role', () => {
  it('that is shipped is called in the language of the page, with the agency it is tried for', () => {
    const verifier = { name: 'verifier', title: 'Checks the proposed workers of one agency (DINSOS)' };
    expect(roleTitle(verifier, tongue)).toBe('Verifikator (DINSOS)');
  });

  it("of the city's own is called by its title, in the language of the page where it has both", () => {
    expect(roleTitle({ name: 'mayor', title: 'Mayor / Wali kota' }, tongue)).toBe('Wali kota');
    expect(roleTitle({ name: 'constructor', title: 'Builder' }, tongue)).toBe('Builder');
  });
});

describe('a purpose', () => {
  it('is called in the language of the page', () => {
    expect(purposeTitle({ name: 'CLAIM', title: 'CLAIM' }, tongue)).toBe('Klaim');
    expect(purposeTitle({ name: 'AUDIT', title: 'Audit' }, tongue)).toBe('Audit');
  });
});
