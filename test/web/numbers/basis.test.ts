import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { isSilent, standingOf, wordsOf } from '../../../web/numbers/basis.ts';

const perturbed = (month: string | null = '2025-12') => ({ month, exactness: 'PERTURBED', noise: 8 });
const exact = (month: string | null = '2025-12') => ({ month, exactness: 'EXACT', noise: 0 });

describe('what an answer says of its counts', () => {
  it('is gathered from wherever it stands, under whatever name', () => {
    const data = {
      city: {
        coverage: { total: 9, basis: exact() },
        districts: [{ coverage: { of: perturbed() } }, { coverage: null }],
      },
      programmes: null,
    };
    expect(standingOf(data)).toEqual({ months: ['2025-12'], noise: 8, exactness: 'BOTH' });
  });

  it('is nothing where no count says anything, as where nobody asked', () => {
    for (const data of [
      undefined,
      null,
      {},
      { city: { workerCount: 1, basis: null } },
      { note: { exactness: 'more or less' } },
    ])
      expect(standingOf(data)).toBeUndefined();
  });

  it('takes what was asked for of it', () => {
    expect(standingOf({ basis: { exactness: 'PERTURBED' } })).toEqual({ months: [], noise: 0, exactness: 'PERTURBED' });
  });

  it('lists months in order, those of now first', () => {
    expect(standingOf([perturbed('2025-12'), perturbed(null), perturbed('2025-02')])).toMatchObject({
      months: [null, '2025-02', '2025-12'],
    });
  });

  it('holds ten thousand counts', () => {
    expect(standingOf(Array.from({ length: 10_000 }, () => ({ basis: perturbed() })))).toEqual({
      months: ['2025-12'],
      noise: 8,
      exactness: 'PERTURBED',
    });
  });
});

describe('the sentence for the reader', () => {
  const said = (...bases: object[]) => wordsOf(standingOf(bases)!);
  it('says by how much, of which month, and what is exact', () => {
    expect(said(perturbed(), exact())).toEqual({
      english: 'Counts of people (December 2025) are perturbed by up to 8 either way; those marked EXACT are not.',
      indonesian: 'Hitungan orang (Desember 2025) digeser paling jauh 8; yang bertanda EXACT tidak.',
    });
  });

  it('says the first and the last of several months, and which are of now', () => {
    expect(said(perturbed('2025-01'), perturbed('2025-06'), perturbed()).english).toMatch(
      /^Counts of people \(January 2025 to December 2025\) are perturbed/,
    );
    expect(said({ exactness: 'PERTURBED' }).english).toBe('Counts of people are perturbed.');
    expect(said(exact(null)).english).toBe('Counts of people (now) are exact.');
    expect(said(exact(null), exact('2025-12')).indonesian).toBe('Hitungan orang (Desember 2025, sekarang) tepat.');
  });
});

describe('a question that leaves it unsaid', () => {
  const schema =
    buildSchema(`type Query { city: City } type City { name: String coverage: Coverage } enum E { EXACT PERTURBED }
    type Coverage { total: Int rows: [Row] basis: Basis } type Row { total: Int basis: Basis } type Basis { month: String exactness: E noise: Int }`);
  it.each([
    [true, '{ city { coverage { total } } }'],
    [true, 'query A { city { ...c } } fragment c on City { coverage { rows { total } } }'],
    [false, '{ city { coverage { total rows { total } what: basis { noise } } } }'],
    [false, '{ city { name } }'],
    [false, '{ nothing { total } }'],
  ])('is found: %s for %s', (silent, text) => {
    expect(isSilent(schema, parse(text))).toBe(silent);
  });
});
