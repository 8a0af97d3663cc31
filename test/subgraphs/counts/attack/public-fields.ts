/**
 * Each field that a caller without a scope may read and that could tell of a number of people, and what the attacker makes of it. The
 * test holds the list to the contract, so that a new count is not forgotten.
 */
import { Kind, parse, type DirectiveNode, type TypeNode } from 'graphql';

/** In the attack as a table's cell or as an exact number. */
const IN_THE_ATTACK = [
  'City.workerCount',
  'City.workersWithoutVillage',
  'CityTotal.count',
  'District.workerCount',
  'Village.workerCount',
  'SectorCount.count',
  'Coverage.total',
  'Coverage.covered',
  'Coverage.eligibleNotCovered',
  'Coverage.atRisk',
  'OccupationCount.total',
  'OccupationCount.covered',
  'OccupationCount.eligibleNotCovered',
  'OccupationCount.atRisk',
  'DecileBandCount.total',
  'DecileBandCount.covered',
  'DecileBandCount.eligibleNotCovered',
  'DecileBandCount.atRisk',
  'CoverageCell.total',
  'CoverageCell.covered',
  'CoverageCell.eligibleNotCovered',
  'CoverageCell.atRisk',
  'BreakdownRow.total',
  'BreakdownRow.covered',
  'BreakdownRow.eligibleNotCovered',
  'BreakdownRow.atRisk',
  'StatusCount.total',
  'MonthsInRowCount.total',
  'AgencyFunnel.asked',
  'AgencyFunnel.answered',
  'AgencyFunnel.pending',
  'CityFunnel.asked',
  'CityFunnel.answered',
  'CityFunnel.pending',
  'VerdictCount.count',
  'AgeCount.count',
  'AnsweredWithin.answered',
  'Turnaround.medianDays',
  'Turnaround.p90Days',
  'City.memberCount',
  'City.membersWithoutVillage',
  'District.memberCount',
  'Village.memberCount',
  'Group.memberCount',
  'Programme.memberCount',
  'GroupCount.total',
  'GroupCount.covered',
  'GroupCount.atRisk',
  'MemberMonth.total',
  'MemberMonth.covered',
  'MemberMonth.atRisk',
  'CityMemberMonth.total',
  'CityMemberMonth.covered',
  'CityMemberMonth.atRisk',
  'City.fundedTwice',
  'District.fundedTwice',
  'Village.fundedTwice',
  'DoubleFundingCounts.total',
  'DoubleFundingCount.count',
];

/** Worked out by anybody from numbers that are in the attack: they add nothing. */
const WORKED_OUT = [
  ...[
    'Coverage',
    'OccupationCount',
    'DecileBandCount',
    'CoverageCell',
    'BreakdownRow',
    'GroupCount',
    'MemberMonth',
    'CityMemberMonth',
  ].map((type) => `${type}.coverageRate`),
  'Turnaround.lateRate',
  ...['total', 'covered', 'eligibleNotCovered', 'atRisk'].map((name) => `CoverageChange.${name}`),
  'FunnelChange.asked',
  'FunnelChange.answered',
  'FunnelChange.pending',
  'MemberChange.total',
  'MemberChange.covered',
  'MemberChange.atRisk',
  'DoubleFundingChange.total',
  'City.participants',
  'District.participants',
  'Village.participants',
  'Programme.participants',
  'DoubleFundingCounts.monthlyCost',
  'DoubleFundingCount.monthlyCost',
  'Measure.people',
  'Measure.rupiah',
  'Measure.percent',
  'Measure.date',
  'Liability.participants',
  'Liability.total',
  'LiabilityPeriod.amount',
  'LiabilitySector.participants',
  'LiabilitySector.amount',
  'Reconciliation.participants',
  'Reconciliation.liability',
  'Reconciliation.shortfall',
  'Reconciliation.monthsFunded',
  'Reconciliation.monthsLeft',
  'ReconciliationPeriod.liability',
];

/** Of the whole programme's bills and payments: thousands of people, by nothing finer than the month. */
const OF_THE_PROGRAMME = [
  'ContributionBatch.participants',
  'ContributionBatch.amount',
  'ContributionBatch.paid',
  'ContributionBatch.version',
  'Payment.amount',
  'Payment.paidOn',
  'Budget.paid',
  'Budget.remaining',
  'Reconciliation.billed',
  'Reconciliation.paid',
  'Reconciliation.unpaid',
  'Reconciliation.remaining',
  'ReconciliationPeriod.billed',
  'ReconciliationPeriod.paid',
  'ReconciliationPeriod.unpaid',
  'ReconciliationPeriod.paidToDate',
  'ReconciliationPeriod.remaining',
];

/** Days and moments: stated as a residual risk. */
const DAYS = [
  'AgencyFunnel.oldestPending',
  'AgencyFunnel.asOf',
  'AgencyFunnel.computedAt',
  'CityFunnel.asOf',
  'CityFunnel.computedAt',
  'Coverage.computedAt',
  'City.membersComputedAt',
  'District.membersComputedAt',
  'Village.membersComputedAt',
  'DoubleFundingCounts.computedAt',
];

/** Not about people whose records are counted. */
const NOT_COUNTED = [
  'City.population',
  'City.workforce',
  'City.areaKm2',
  'District.population',
  'District.workforce',
  'District.latitude',
  'District.longitude',
  'Village.population',
  'Village.workforce',
  'VillageConnection.totalCount',
  'AgencyConnection.totalCount',
  'Programme.launchedOn',
  'PublishedFigure.date',
  'CountBasis.noise',
  'MonthsInRowCount.months',
  'AnsweredWithin.days',
  'Reconciliation.months',
  'Reconciliation.ceiling',
  'Budget.year',
  'Budget.ceiling',
  'ContributionRate.jkk',
  'ContributionRate.jkm',
  'ContributionRate.discountPercent',
  'ContributionRate.total',
  'ContributionRate.wageClass',
  'PaymentConnection.totalCount',
  'SavedQuestion.version',
  'SavedQuestion.savedAt',
  'SavedQuestion.createdAt',
  'SavedQuestionConnection.totalCount',
  'QuestionVersion.version',
  'QuestionVersion.savedAt',
];

export const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  ...IN_THE_ATTACK,
  ...WORKED_OUT,
  ...OF_THE_PROGRAMME,
  ...DAYS,
  ...NOT_COUNTED,
]);

const NUMBERS = ['Int', 'Float', 'Rupiah', 'Date', 'DateTime'];

/** @param supergraph its SDL @returns the fields of the contract that a caller without a scope may read and that are numbers, amounts or days */
export function numbersToAsk(supergraph: string): string[] {
  return parse(supergraph).definitions.flatMap((type) => {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION || needsScope(type)) return [];
    const fields = (type.fields ?? []).filter((field) => !needsScope(field) && NUMBERS.includes(nameOf(field.type)));
    return fields.map((field) => `${type.name.value}.${field.name.value}`);
  });
}

const needsScope = ({ directives = [] }: { readonly directives?: readonly DirectiveNode[] }): boolean =>
  directives.some(({ name }) => name.value === 'requiresScopes');
const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
