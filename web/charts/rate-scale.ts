/** A scale for rates that lie close together: it begins where they do, and so is for dots, never for bars. */

export interface RateScale {
  /** 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** From the first to the last. */
  readonly ticks: readonly number[];
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25] as const;

/**
 * @param least and greatest of the rates, 0 to 1
 * @param most steps from end to end
 * @returns ends at round numbers around them
 */
export function rateScale(least: number, greatest: number, most: number): RateScale {
  const ends = (step: number): readonly [number, number] => {
    const all = Math.round(1 / step);
    const first = Math.min(all - 1, Math.max(0, Math.floor(least / step + 1e-9)));
    return [first, Math.max(first + 1, Math.min(all, Math.ceil(greatest / step - 1e-9)))];
  };
  const step = STEPS.find((each) => ends(each)[1] - ends(each)[0] <= most) ?? 0.25;
  const [first, last] = ends(step);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => rounded((first + index) * step));
  return { from: ticks[0]!, to: ticks.at(-1)!, ticks };
}

/** Without the traces of binary fractions. */
const rounded = (rate: number): number => Math.round(rate * 1e4) / 1e4;

/** @returns where a rate stands from the scale's start to its end, 0 to 1 */
export const placeOn = ({ from, to }: RateScale, rate: number): number =>
  Math.min(1, Math.max(0, (rate - from) / (to - from)));

/** How close together rates must be for a scale of their own, and how far from nothing. */
const [CLOSE, HIGH] = [0.25, 0.3];

/** Whether bars from zero would look alike. */
export function areClose(rates: readonly number[]): boolean {
  if (rates.length < 2) return false;
  const [least, greatest] = [Math.min(...rates), Math.max(...rates)];
  return least >= HIGH && greatest - least <= CLOSE;
}
