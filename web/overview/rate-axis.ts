/** The scale that the dots of areas stand on. */
import { rateScale, type RateScale } from '../charts/rate-scale.ts';
import { reachOf, type Area } from './areas.ts';

/** @param most steps from end to end @returns undefined where there is no rate */
export function scaleOf(areas: readonly Area[], most: number): RateScale | undefined {
  const ends = areas.flatMap((area) => (area.rate.value === null ? [] : [area.rate.value, ...(reachOf(area) ?? [])]));
  return ends.length === 0 ? undefined : rateScale(Math.min(...ends), Math.max(...ends), most);
}
