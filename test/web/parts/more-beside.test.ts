/** Whether something that scrolls sideways shows that there is more of it. */
import { expect, it } from 'vitest';
import { moreBeside } from '../../../web/parts/more-beside.ts';

it.each([
  ['nothing where all is seen', 0, 400, { before: false, after: false }],
  ['more behind at its start', 0, 900, { before: false, after: true }],
  ['more on both sides in the middle', 200, 900, { before: true, after: true }],
  ['more before at its end', 500, 900, { before: true, after: false }],
  ['nothing for the rounding of a browser', 1, 401.4, { before: false, after: false }],
])('tells %s', (_name, scrollLeft, scrollWidth, sides) => {
  expect(moreBeside({ scrollLeft, scrollWidth, clientWidth: 400 })).toEqual(sides);
});
