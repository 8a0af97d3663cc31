import { describe, expect, it } from 'vitest';
import { withoutNumbers } from '../../base/person-numbers.ts';

describe("a number that may be somebody's", () => {
  it.each([
    ['3275010101010001', '****************'],
    ['no 3275 0101 0101 0001 here', 'no **** **** **** **** here'],
    ['3275.010101.010001', '****.******.******'],
    ['32-75-01-010101-0001', '**-**-**-******-****'],
    ['32–75–01–010101–0001', '**–**–**–******–****'],
    ['0812-3456-7890', '****-****-****'],
    ['(0812) 3456 7890', '(****) **** ****'],
    ['+62 812/3456/7890', '+** ***/****/****'],
    ['3275\u00a00101\u200b0101 0001', '****\u00a0****\u200b**** ****'],
    ['3,275,010,101,010,001', '*,***,***,***,***,***'],
    ['٣٢٧٥٠١٤١٠١٩٠٠٠٠١', '****************'],
    ['1971-01-01 0101 0001', '****-**-** **** ****'],
  ])('is taken out of a message: %s', (text, without) => {
    expect(withoutNumbers(text)).toBe(without);
  });

  it.each([
    'expected at most 1000, got 20000',
    'since 2025-11-28 22:45:04',
    '2025-11-28T22:45:04.123Z',
    'http://192.168.100.200:4000/graphql',
    'one of 2025-01, 2025-02, 2025-03',
    '2025-01 2025-02',
    '01234567-1234-1234-1234-123456789012',
    '[1,2,3,4,5,6,7,8,9,10,11]',
    '6.11.0',
    '11 of 11,666',
  ])('is not what has no ten digits together, nor a date, an address or an id: %s', (text) => {
    expect(withoutNumbers(text)).toBe(text);
  });

  it('is looked for in time that grows with the text alone', () => {
    expect(withoutNumbers('1 '.repeat(200_000))).toHaveLength(400_000);
    expect(withoutNumbers('1   '.repeat(200_000))).toHaveLength(800_000);
  });
});
