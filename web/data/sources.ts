/** Whose data the columns of a table are. The graph does not say it to its readers, so it is named here: a citation states its source agencies. */
import { isFigures, pathOf } from './question-table.ts';
import type { FieldFacts } from './field-facts.ts';
import type { Table } from '../graph/table.ts';

/**
 * Fields by the agency that answers them, of the types that several share. A field of any other type has the owner of the field that leads to
 * it, and so has one that several answer, such as a code.
 */
export const OWNERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Disnaker: {
    Agency: ['funnel', 'funnelHistory', 'verifications'],
    City: [
      'workerCount',
      'workerSectors',
      'workersCovered',
      'coverage',
      'coverageHistory',
      'funnel',
      'funnelHistory',
      'workersWithoutVillage',
    ],
    District: ['workerCount', 'workerSectors', 'coverage', 'coverageHistory', 'workers'],
    Person: ['enrolments'],
    Programme: ['workerSectors', 'workers'],
    Query: [
      'worker',
      'workers',
      'verifications',
      'verificationFunnel',
      'areasByCoverage',
      'person',
      'personByNik',
      'dailyRuns',
      'possibleDuplicates',
      'importJob',
      'importJobs',
      'rejectedRows',
    ],
    Village: ['workerCount', 'workerSectors', 'coverage', 'coverageHistory', 'workers'],
  },
  Diskominfo: {
    Agency: ['name', 'kind', 'roles', 'contact', 'subgraph'],
    City: ['name', 'population', 'workforce', 'areaKm2', 'districts'],
    District: ['name', 'latitude', 'longitude', 'population', 'workforce', 'boundary', 'city', 'villages'],
    PublishedFigure: ['title', 'titleId', 'unit', 'published', 'text', 'source', 'date', 'city'],
    Query: [
      'agency',
      'agencies',
      'district',
      'village',
      'villages',
      'node',
      'publishedFigures',
      'savedQuestion',
      'savedQuestions',
    ],
    Village: ['name', 'population', 'workforce', 'district'],
  },
  BKPSDM: {
    Agency: ['groups'],
    City: [
      'memberCount',
      'membersCovered',
      'groupCounts',
      'memberHistory',
      'membersWithoutVillage',
      'membersComputedAt',
    ],
    District: ['memberCount', 'groupCounts', 'memberHistory', 'members', 'membersComputedAt'],
    Person: ['memberships'],
    Programme: ['memberCount', 'groupCounts', 'members'],
    Query: ['groups', 'group', 'member', 'members', 'memberImportJob', 'memberImportJobs', 'rejectedMemberRows'],
    Village: ['memberCount', 'groupCounts', 'memberHistory', 'members', 'membersComputedAt'],
  },
  BPKAD: {
    Agency: ['fundedProgrammes', 'insuredProgrammes'],
    City: ['participants', 'participantsBasis', 'fundedTwice', 'fundedTwiceBasis'],
    District: ['participants', 'workerLiability', 'fundedTwice', 'fundedTwiceBasis'],
    Person: ['fundedTwice'],
    Programme: [
      'name',
      'launchedOn',
      'funder',
      'insurer',
      'participants',
      'liability',
      'reconciliation',
      'budgets',
      'batches',
      'payments',
    ],
    PublishedFigure: ['computed', 'computedBasis', 'computedRemark', 'computedRemarkId'],
    Query: [
      'programme',
      'programmes',
      'contributionRate',
      'contributionRates',
      'budget',
      'payments',
      'doubleFundings',
      'doubleFundingCounts',
      'doubleFundingHistory',
    ],
    Village: ['participants', 'workerLiability', 'fundedTwice', 'fundedTwiceBasis'],
  },
  Inspektorat: {
    Query: ['personAccessLog', 'accessLog'],
  },
};

const OWNER_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(OWNERS).flatMap(([owner, types]) =>
    Object.entries(types).flatMap(([type, fields]) => fields.map((field) => [`${type}.${field}`, owner] as const)),
  ),
);

/** @returns agencies in the order of `OWNERS`, each once; none where nothing is known of the fields */
export function sourcesOf(table: Table, facts: ReadonlyMap<string, FieldFacts>): readonly string[] {
  const places = isFigures(table)
    ? table.rows.map(([field]) => String(field))
    : table.columns.map((column) => pathOf(table.name, column));
  const found = new Set(places.map((place) => ownerOf(place, facts)));
  return Object.keys(OWNERS).filter((owner) => found.has(owner));
}

/** Of the field itself, or of the nearest around it that one agency answers. */
function ownerOf(place: string, facts: ReadonlyMap<string, FieldFacts>): string | undefined {
  for (let names = place.split('.'); names.length > 0; names = names.slice(0, -1)) {
    const owner = OWNER_OF.get(facts.get(names.join('.'))?.of ?? '');
    if (owner !== undefined) return owner;
  }
  return undefined;
}
