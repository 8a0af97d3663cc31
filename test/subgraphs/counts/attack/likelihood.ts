/**
 * How likely each count is behind a number: by the p-table's likelihood and a Poisson prior, whose mean is the village's total shown times
 * the share of the city's total that the city's cell has, as shown. Workers by any two of occupation, band, sector and status, in every village.
 */
import { ALL } from '../../../../subgraphs/data/area.ts';
import type { PTable } from '../../../../subgraphs/counts/ptable.ts';
import type { Knowledge } from './attack.ts';
import { trueCount } from './tables.ts';

export interface Likely {
  /** Cells for which one count below the minimum is at least 95 % likely. */
  readonly told: number;
  /** Of these, that count is true. */
  readonly right: number;
}

const SURE = 0.95;
/** Parts of a village's code. */
const VILLAGE = 4;
/** Three words: two values and the measure. */
const isOfTwo = (name: string): boolean => name.endsWith(' total') && name.split(' ').length === 3;

export function likelihood(knowledge: Knowledge, ptable: PTable): Likely {
  let [told, right] = [0, 0];
  for (const {
    told: { tables, areas },
  } of knowledge.workers) {
    const all = tables.named.get('total')!;
    const city = areas.get(ALL)!;
    const cells = tables.cells.flatMap((cell, at) => (cell.names.some(isOfTwo) ? [{ cell, at }] : []));
    for (const [area, one] of areas) {
      if (area.split('.').length !== VILLAGE) continue;
      for (const { cell, at } of cells) {
        const mean = ((one.shown[all] ?? 0) * (city.shown[at] ?? 0)) / city.exact.get(all)!;
        const sure = sureCount(ptable, one.shown[at] ?? 0, mean);
        if (sure === undefined) continue;
        told++;
        right += Number(trueCount(cell, one) === sure);
      }
    }
  }
  return { told, right };
}

/** @returns the count below the minimum that is at least 95 % likely behind a number above zero */
function sureCount(
  { parameters: { maximumNoise, minimum }, rows }: PTable,
  shown: number,
  mean: number,
): number | undefined {
  if (shown === 0 || mean === 0) return undefined;
  let [prior, all] = [Math.exp(-mean), 0];
  const some: number[] = [];
  for (let count = 1; count <= shown + maximumNoise; count++) {
    prior *= mean / count;
    const { noise, probabilities } = rows[Math.min(count, rows.length - 1)]!;
    const posterior = prior * (probabilities[noise.indexOf(shown - count)] ?? 0);
    all += posterior;
    if (count < minimum) some[count] = posterior;
  }
  const found = some.findIndex((posterior) => posterior !== undefined && posterior >= SURE * all && all > 0);
  return found === -1 ? undefined : found;
}
