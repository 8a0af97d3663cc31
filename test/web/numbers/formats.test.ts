/** Numbers, money and dates in both languages. */
import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../../web/numbers/formats.ts';

describe('numbers as they are written', () => {
  it('in Indonesian', () => {
    const formats = formatsOf('id-ID');
    expect(formats.whole(54_666)).toBe('54.666');
    expect(formats.rupiah(587_966_400)).toBe('Rp587.966.400');
    expect(formats.rupiah(-7_966_400)).toBe('−Rp7.966.400');
    expect(formats.shortRupiah(580_000_000)).toBe('Rp580\u00A0jt');
    expect(formats.percent(0.8408)).toBe('84,1%');
    expect(formats.shortPercent(0.44)).toBe('44%');
    expect([formats.change(1_204), formats.change(0)]).toEqual(['+1.204', '0']);
    expect(formats.day('2026-11-28')).toBe('28 November 2026');
    expect(formats.month('2025-08')).toBe('Agustus 2025');
  });

  it('in English', () => {
    const formats = formatsOf('en-GB');
    expect(formats.whole(54_666)).toBe('54,666');
    expect(formats.rupiah(587_966_400)).toBe('Rp587,966,400');
    expect(formats.percent(0.8408)).toBe('84.1%');
    expect(formats.points(0.004)).toBe('+0.4');
    expect(formats.day('2026-11-28')).toBe('28 November 2026');
  });
});
