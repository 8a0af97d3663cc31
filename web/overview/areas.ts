/** Districts and villages by rate: what the map and the ranked bars show. */
import { figureAt, type Part } from '../numbers/figure-at.ts';
import type { Marked } from '../numbers/marks.ts';
import type { AreasAnswer, Geometry, VillagesAnswer } from './answers.ts';

export interface Area {
  readonly code: string;
  readonly name: string;
  /** Covered by total, 0 to 1. */
  readonly rate: Marked;
  readonly total: Marked;
  readonly covered: Marked;
  readonly eligibleNotCovered: Marked;
  readonly boundary?: Geometry;
}

export function districtsIn(part: Part): Area[] {
  const { city } = (part.data ?? {}) as Partial<AreasAnswer>;
  return (city?.districts ?? []).map(({ code, name, boundary }, index) => ({
    ...countsAt(part, ['city', 'districts', index, 'coverage']),
    code,
    name: name ?? code,
    ...(boundary && { boundary }),
  }));
}

export function villagesIn(part: Part): Area[] {
  const { areasByCoverage } = (part.data ?? {}) as Partial<VillagesAnswer>;
  return (areasByCoverage ?? []).flatMap(({ village }, index) =>
    village == null
      ? []
      : [
          {
            ...countsAt(part, ['areasByCoverage', index, 'coverage']),
            code: village.code,
            name: village.name ?? village.code,
          },
        ],
  );
}

function countsAt(
  part: Part,
  path: readonly (string | number)[],
): Pick<Area, 'rate' | 'total' | 'covered' | 'eligibleNotCovered'> {
  return {
    rate: figureAt(part, [...path, 'coverageRate']),
    total: figureAt(part, [...path, 'total']),
    covered: figureAt(part, [...path, 'covered']),
    eligibleNotCovered: figureAt(part, [...path, 'eligibleNotCovered']),
  };
}

/** @returns the areas by rate, the lowest first; those without a rate last */
export function ranked(areas: readonly Area[]): Area[] {
  return areas.toSorted(
    (left, right) =>
      (left.rate.value ?? Infinity) - (right.rate.value ?? Infinity) || left.name.localeCompare(right.name),
  );
}

/** How far the noise of its two counts may have carried a rate, 0 to 1; undefined where they are exact, or so small that it says nothing. */
export function reachOf({ rate, covered, total }: Area): readonly [number, number] | undefined {
  const noise = rate.marks.find((mark) => mark.kind === 'PERTURBED')?.noise;
  if (noise === undefined || covered.value === null || total.value === null || total.value <= noise) return undefined;
  const least = Math.max(0, covered.value - noise) / (total.value + noise);
  return [least, Math.min(1, (covered.value + noise) / (total.value - noise))];
}

/** The least and the greatest rate, 0 to 1; the same where all are alike, undefined where there is none. */
export function spanOf(areas: readonly Area[]): readonly [number, number] | undefined {
  const rates = areas.flatMap(({ rate }) => (rate.value === null ? [] : [rate.value]));
  return rates.length === 0 ? undefined : [Math.min(...rates), Math.max(...rates)];
}
