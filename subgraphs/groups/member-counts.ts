/** What is counted about members, and how cells add up to the answers: a row for each group, also of zero. */
import { ALL, areasOfVillage } from '../data/area.ts';
import { together, type Exactness, type Tally } from '../counts/tally.ts';
import { basisOf, type Basis, type CountsView } from '../counts/view.ts';
import type { Part, CountsSnapshot, Source } from '../counts/materialized-counts.ts';
import { MONTHS_IN_ROW, SAFE_MONTHS } from '../counts/months-in-row.ts';
import type { GroupModels } from './models.ts';

/** Statuses of those the city pays for. */
export const FUNDED_MEMBER_STATUSES: readonly string[] = ['ACTIVE', 'IN_ARREARS'];
/** The kinds of groups, in the order of the schema's enum. */
export const GROUPS = ['NON_ASN_STAFF', 'TEACHER', 'POSYANDU', 'PKK', 'LINMAS', 'RT', 'RW'] as const;

interface MemberCell extends Tally {
  readonly group: string;
  readonly insurerStatus?: string | null;
  readonly months?: number | null;
}

/** People of an area or a group: all, those whose cover runs, and those of them whose death benefit is at risk. */
export interface MemberTotals {
  readonly total: number;
  readonly covered: number;
  /** Covered, with fewer than three months paid in a row. */
  readonly atRisk: number;
  readonly basis: Basis;
}

/** The totals of one group; `kind` is its kind. */
export type GroupCount = MemberTotals & {
  readonly kind: string;
  /** Of `total`, which is exact in the whole city. */
  readonly totalBasis: Basis;
};

/** Counts of one area. */
export interface MemberCounts extends MemberTotals {
  /** A row for each group, in the order of the schema's enum. */
  readonly groups: readonly GroupCount[];
  /** When the newest of these counts was made. */
  readonly computedAt: Date;
}

/** @returns what is counted about members: one source, a village a partition */
export function memberSources({ Member }: GroupModels): Source[] {
  const cell = {
    group: '$group',
    status: '$status',
    insurerStatus: '$membership.insurerStatus',
    months: MONTHS_IN_ROW,
  };
  return [{ name: 'members', model: Member as never, partition: 'village', cell }];
}

/** All counts of members of one snapshot, as exactly as they are shown. */
export class AreaMembers {
  readonly #areas: ReadonlyMap<string | null, MemberCounts>;
  readonly #nobody: MemberCounts;

  constructor(snapshot: CountsSnapshot, exactness: Exactness) {
    const shown = { exactness, basis: basisOf(snapshot, exactness) };
    const parts = new Map<string | null, Part[]>();
    for (const part of snapshot.of('members')) {
      for (const area of areasOfVillage(part.partition)) parts.set(area, [...(parts.get(area) ?? []), part]);
    }
    this.#areas = new Map([...parts].map(([area, some]) => [area, countsOf(some, shown)]));
    this.#nobody = countsOf([], shown);
  }

  /** @param area code of a village or a district, ALL, or null: those without a village */
  of(area: string | null): MemberCounts {
    return this.#areas.get(area) ?? this.#nobody;
  }
}

/**
 * @returns the counts of the whole city: its own and the total of each group are exact for everybody; what is counted within a group is
 * not
 */
export function ofCity(view: CountsView): MemberCounts {
  const exact = view.exact().derive(areaMembers).of(ALL);
  const groups = view
    .derive(areaMembers)
    .of(ALL)
    .groups.map((group, at) => ({ ...group, total: exact.groups[at]!.total, totalBasis: exact.basis }));
  return { ...exact, groups };
}

/** @returns the counts of one group in the whole city; undefined for a kind that there is not */
export const ofGroup = (view: CountsView, kind: string): GroupCount | undefined =>
  ofCity(view).groups.find((group) => group.kind === kind);

/** @returns the counts of all areas in one snapshot; a function of its own so that a snapshot derives them once */
export const areaMembers = (snapshot: CountsSnapshot, exactness: Exactness): AreaMembers =>
  new AreaMembers(snapshot, exactness);

interface Shown {
  readonly exactness: Exactness;
  readonly basis: Basis;
}

function countsOf(parts: readonly Part[], shown: Shown): MemberCounts {
  const cells = parts.flatMap((part) => part.cells) as unknown as MemberCell[];
  const groups = Map.groupBy(cells, (cell) => cell.group);
  return {
    ...countOf(cells, shown),
    groups: GROUPS.map((kind) => ({ kind, totalBasis: shown.basis, ...countOf(groups.get(kind) ?? [], shown) })),
    computedAt: parts.reduce((at, part) => (part.computedAt > at ? part.computedAt : at), new Date(0)),
  };
}

function countOf(cells: readonly MemberCell[], { exactness, basis }: Shown): MemberTotals {
  const covered = cells.filter((cell) => cell.insurerStatus === 'ACTIVE');
  const atRisk = covered.filter((cell) => (cell.months ?? 0) < SAFE_MONTHS);
  const [total, ...rest] = [cells, covered, atRisk].map((some) => exactness.show(together(some)));
  return { total: total!, covered: rest[0]!, atRisk: rest[1]!, basis };
}
