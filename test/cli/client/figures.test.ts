/** How the files of `sigap client init` show figures. */
import { expect, it } from 'vitest';
import { shareText } from '../../../cli/client/template/figures.ts';

it('shows a share in per cent, to a tenth, and a dash where there is none', () => {
  expect([0.07142857142857142, 0.5, 0, 1].map((share) => shareText(share, 'en'))).toEqual([
    '7.1%',
    '50%',
    '0%',
    '100%',
  ]);
  expect(shareText(0.07142857142857142, 'id')).toBe('7,1%');
  expect([null, undefined].map((none) => shareText(none, 'en'))).toEqual(['–', '–']);
});
