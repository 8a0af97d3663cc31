import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HIDDEN, MASK_KINDS, maskOf } from '../../../gateway/reply/mask.ts';

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
    ['NIK', '327501410190000'], ['NIK', '32750141019000011'], ['NIK', '3275014101900001\n'], ['NIK', 3275014101900001], ['NIK', '٣٢٧٥٠١٤١٠١٩٠٠٠٠١'],
    ['NAME', '3275014101900001'], ['NAME', ''], ['KPJ', '1234567890'], ['KPJ', 12345678901], ['PHONE', '021-8899776'], ['PHONE', { number: '0812' }],
    ['DATE', '31-01-1990'], ['DATE', '1990-01-31T00:00:00Z'], ['DATE', 633744000000], ['DATE', true],
  ] as const)('hides a %s of the wrong shape whole: %j', (kind, value) => {
    expect(maskOf(kind)(value)).toBe(HIDDEN);
  });

  it('leaves null as it is and masks a list item by item, however deep', () => {
    expect(maskOf('NIK')(null)).toBeNull();
    expect(maskOf('NIK')(undefined)).toBeNull();
    expect(maskOf('NIK')(['3275014101900001', null, ['x']])).toEqual(['3275********0001', null, [HIDDEN]]);
  });

  it('never shows what it was given, whatever it was given', () => {
    fc.assert(fc.property(fc.constantFrom(...MASK_KINDS), fc.anything(), (kind, value) => {
      const masked = maskOf(kind)(value);
      if (typeof value === 'string' && value.length > 4) expect(String(masked)).not.toContain(value);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) expect(masked).toBe(HIDDEN);
    }));
  });

  it('tells nothing of how long a name is', () => {
    expect(maskOf('NAME')('Al Budi')).toBe(maskOf('NAME')('Abdurrahman Baswedan'));
  });
});
