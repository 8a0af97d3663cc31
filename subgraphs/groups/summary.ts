/** What is counted about members, and how cells add up to the answers. */
import { districtOf } from '../area.ts';
import type { Part, Snapshot, Source } from '../summary.ts';
import type { GroupModels } from './models.ts';

/** Statuses of those the city pays for. */
export const FUNDED = ['ACTIVE', 'IN_ARREARS'];
/** Months in a row below which the full death benefit is at risk. */
export const SAFE_MONTHS = 3;
/** The whole city, wherever its people live. */
export const ALL = '*';

interface MemberCell {
  readonly group: string;
  readonly insurerStatus?: string | null;
  readonly months?: number | null;
  readonly n: number;
}

export interface GroupCount {
  readonly kind: string;
  readonly total: number;
  readonly covered: number;
  readonly atRisk: number;
}

export interface MemberCounts {
  readonly total: number;
  readonly groups: GroupCount[];
  readonly computedAt: Date;
}

const MONTHS = {
  $cond: [{ $gte: ['$membership.monthsInRow', SAFE_MONTHS] }, SAFE_MONTHS, '$membership.monthsInRow'],
};

export function memberSources({ Member }: GroupModels): Source[] {
  const cell = { group: '$group', status: '$status', insurerStatus: '$membership.insurerStatus', months: MONTHS };
  return [{ name: 'members', model: Member as never, partition: 'village', cell }];
}

/** Counts by area: `null` is those without a village, a code of a village or district is that area, ALL the city. */
export function countsByArea(snapshot: Snapshot): ReadonlyMap<string | null, MemberCounts> {
  const areas = new Map<string | null, Part[]>();
  for (const part of snapshot.of('members')) {
    for (const area of areasOf(part.partition)) areas.set(area, [...(areas.get(area) ?? []), part]);
  }
  return new Map([...areas].map(([area, parts]) => [area, countsOf(parts)]));
}

/** An area where nobody lives. */
export const nobody = (): MemberCounts => countsOf([]);

const areasOf = (village: string | null): (string | null)[] =>
  village === null ? [null, ALL] : [village, districtOf(village), ALL];

function countsOf(parts: readonly Part[]): MemberCounts {
  const cells = parts.flatMap((part) => part.cells) as unknown as MemberCell[];
  const groups = [...Map.groupBy(cells, (cell) => cell.group)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    total: sum(cells),
    groups: groups.map(([kind, some]) => countOf(kind, some)),
    computedAt: parts.reduce((at, part) => (part.computedAt > at ? part.computedAt : at), new Date(0)),
  };
}

function countOf(kind: string, cells: readonly MemberCell[]): GroupCount {
  const covered = cells.filter((cell) => cell.insurerStatus === 'ACTIVE');
  const atRisk = covered.filter((cell) => (cell.months ?? 0) < SAFE_MONTHS);
  return { kind, total: sum(cells), covered: sum(covered), atRisk: sum(atRisk) };
}

const sum = (cells: readonly MemberCell[]): number => cells.reduce((total, { n }) => total + n, 0);
