/** Where a question about people by area starts: the city, one district or one village, and the areas inside it. */
import { given, type Branch, type Label } from '../branch.ts';
import type { Choice } from '../choice.ts';

/** Areas of a page that have a list each, or one a month: the cost of a question is that of all the rows it may bring. */
const [SMALL_PAGE, SMALLEST_PAGE] = [60, 5];

const DISTRICT: Label = { breakdown: 'district', code: ['code'], name: ['name'] };
const VILLAGE: Label = { breakdown: 'village', code: ['code'], name: ['name'] };
const DISTRICT_OF_VILLAGE: Label = { breakdown: 'district', code: ['district', 'code'], name: ['district', 'name'] };

/**
 * @param counts what is asked of each area
 * @param total what is asked of all of them together; none where the rows are no parts of a whole
 */
export function inAreas({ by, area }: Choice, counts: readonly Branch[], total: readonly Branch[]): readonly Branch[] {
  const level = by.includes('village') ? 'village' : by.includes('district') ? 'district' : undefined;
  if (level === undefined) return [{ ...startOf(area), inner: counts }];
  if (area !== null && isVillage(area))
    return [{ ...startOf(area), labels: [VILLAGE, DISTRICT_OF_VILLAGE], inner: counts }];
  return level === 'district' ? byDistrict(area, counts, total) : byVillage(area, counts, total);
}

function byDistrict(area: string | null, counts: readonly Branch[], total: readonly Branch[]): readonly Branch[] {
  if (area !== null) return [{ ...startOf(area), labels: [DISTRICT], inner: counts }];
  return [
    { field: 'city', inner: [...total, { field: 'districts', many: 'LIST', labels: [DISTRICT], inner: counts }] },
  ];
}

function byVillage(area: string | null, counts: readonly Branch[], total: readonly Branch[]): readonly Branch[] {
  const villages = { labels: [VILLAGE], inner: counts };
  const { page } = pageOf(counts);
  // The villages of a district come whole, unless each has so many rows that they would cost too much together.
  if (area !== null && page !== SMALLEST_PAGE)
    return [
      { ...startOf(area), labels: [DISTRICT], inner: [...total, { field: 'villages', many: 'LIST', ...villages }] },
    ];
  const all: Branch = {
    field: 'villages',
    args: given({ filter: { type: 'VillageFilter', value: area === null ? undefined : { districts: [area] } } }),
    many: 'PAGES',
    ...pageOf(counts),
    ...villages,
    labels: [DISTRICT_OF_VILLAGE, VILLAGE],
  };
  return total.length === 0 ? [all] : [{ field: 'city', inner: total }, all];
}

function pageOf(counts: readonly Branch[]): Pick<Branch, 'page'> {
  const depth = (branches: readonly Branch[]): number =>
    Math.max(0, ...branches.map(({ many, inner = [] }) => (many === undefined ? 0 : 1) + depth(inner)));
  const lists = depth(counts);
  return lists === 0 ? {} : { page: lists === 1 ? SMALL_PAGE : SMALLEST_PAGE };
}

function startOf(area: string | null): Branch {
  if (area === null) return { field: 'city' };
  return { field: isVillage(area) ? 'village' : 'district', args: { code: { type: 'ID!', value: area } } };
}

/** `32.75.01.1001` has four parts, a district three. */
const isVillage = (code: string): boolean => code.split('.').length === 4;

/** Whether the rows are of the whole city: some counts are exact there. */
export const isWholeCity = ({ by, area }: Choice): boolean =>
  area === null && !by.includes('district') && !by.includes('village');
