import { fc } from '../../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { HIDDEN, MASK_KINDS, maskByField, maskOf } from '../../../gateway/disclosure/mask.ts';

describe('masking', () => {
  it.each([
    ['NIK', '3275014101900001', '3275********0001'],
    ['NAME', 'Siti Wahyuni', 'S***** W*****'],
    ['NAME', "Ahmad Syafi'i, S.Pd", HIDDEN],
    ['NAME', 'Élise', 'É*****'],
    ['KPJ', '12345678901', '*******8901'],
    ['PHONE', '+6281234567890', '+62*******90'],
    ['PHONE', '081234567890', '+62*******90'],
    ['DATE', '1990-01-31', '1990'],
  ] as const)('shows of a %s %s only %s', (kind, value, masked) => {
    expect(maskOf(kind)(value)).toBe(masked);
  });

  it.each([
    ['NIK', '327501410190000'],
    ['NIK', '32750141019000011'],
    ['NIK', '3275014101900001\n'],
    ['NIK', 3275014101900001],
    ['NIK', '٣٢٧٥٠١٤١٠١٩٠٠٠٠١'],
    ['NAME', '3275014101900001'],
    ['NAME', ''],
    ['KPJ', '1234567890'],
    ['KPJ', 12345678901],
    ['PHONE', '021-8899776'],
    ['PHONE', { number: '0812' }],
    ['DATE', '31-01-1990'],
    ['DATE', '1990-01-31T00:00:00Z'],
    ['DATE', 633744000000],
    ['DATE', true],
  ] as const)('hides a %s of the wrong shape whole: %j', (kind, value) => {
    expect(maskOf(kind)(value)).toBe(HIDDEN);
  });

  it('leaves null as it is and masks a list item by item, however deep', () => {
    expect(maskOf('NIK')(null)).toBeNull();
    expect(maskOf('NIK')(undefined)).toBeNull();
    expect(maskOf('NIK')(['3275014101900001', null, ['x']])).toEqual(['3275********0001', null, [HIDDEN]]);
  });

  it('never shows the value, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MASK_KINDS), fc.anything(), (kind, value) => {
        const masked = maskOf(kind)(value);
        if (typeof value === 'string' && value.length > 4) expect(String(masked)).not.toContain(value);
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) expect(masked).toBe(HIDDEN);
      }),
    );
  });

  it('tells nothing of how long a name is', () => {
    expect(maskOf('NAME')('Al Budi')).toBe(maskOf('NAME')('Abdurrahman Baswedan'));
  });
});

describe('a value that is shown in full', () => {
  const hiding =
    (...kinds: readonly ('NIK' | 'KPJ' | 'PHONE')[]) =>
    (value: unknown): unknown =>
      maskByField(new Map([['name', undefined]]), new Set(kinds))(value, 'name');
  const all = hiding('NIK', 'KPJ', 'PHONE');

  it.each([
    '3275014101900001',
    3275014101900001,
    '3275 0101 0101 0001',
    '3275.010101.010001',
    '32-75-01-010101-0001',
    '32/75/01 010101_0001',
    '3275\u200b010101010001',
    'NIK: 3275-0101-0101-0001.',
    '1234-5678-901',
    'no. 3 1234-5678-901',
    '0812-3456-7890',
    '(0812) 3456 789',
    '+62 812-3456-7890',
    { tel: '0812 3456 7890' },
  ])('is hidden when it holds a number of another kind, however it is written: %j', (value) => {
    expect(all(value)).toBe(HIDDEN);
    expect(all([value])).toEqual([HIDDEN]);
  });

  it.each([
    'Siti Wahyuni',
    '2025-11-28',
    '2025-11-28T22:45:04.123Z',
    'RT 05 / RW 012',
    '16800000',
    '16.800.000',
    true,
    12,
    { a: 1 },
  ])('is shown when it holds none: %j', (value) => {
    expect(all(value)).toEqual(value);
  });

  it('is no number of a kind that is shown to this caller', () => {
    for (const nik of ['3275014101900001', '3275-014101-900001']) expect(hiding('KPJ')(nik)).toBe(nik);
  });
});
