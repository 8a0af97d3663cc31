// Written by `npm run types` from schema/workers.graphql: change that, or parents.ts, and run it again.
import type { Geometry, RupiahLike } from '../data/scalars.ts';
import type { WorkersContext } from './context.ts';
import type { WorkersParents } from './parents.ts';

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  Date: { input: string; output: string; }
  DateTime: { input: Date; output: string | Date; }
  Period: { input: string; output: string; }
  Nik: { input: string; output: string; }
};

export type Query = {
  readonly city?: Maybe<City>;
  readonly worker?: Maybe<Worker>;
  readonly workers?: Maybe<WorkerConnection>;
  readonly verifications?: Maybe<VerificationConnection>;
  readonly verificationFunnel?: Maybe<ReadonlyArray<AgencyFunnel>>;
  readonly areasByCoverage?: Maybe<ReadonlyArray<AreaCoverage>>;
  readonly person?: Maybe<Person>;
  readonly dailyRuns?: Maybe<ReadonlyArray<DailyRun>>;
  readonly possibleDuplicates?: Maybe<PossibleDuplicatesConnection>;
  readonly personByNik?: Maybe<Person>;
  readonly importJobs?: Maybe<ImportJobConnection>;
  readonly importJob?: Maybe<ImportJob>;
  readonly rejectedRows?: Maybe<RejectedRowConnection>;
};


export type QueryWorkerArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWorkersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WorkerFilter>;
  sort?: WorkerSort;
};


export type QueryVerificationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<VerificationFilter>;
  sort?: VerificationSort;
};


export type QueryVerificationFunnelArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
  sort?: FunnelSort;
};


export type QueryAreasByCoverageArgs = {
  level: AreaLevel;
  filter?: InputMaybe<AreaCoverageFilter>;
  sort?: AreaCoverageSort;
  most?: InputMaybe<Scalars['Int']['input']>;
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type QueryPersonArgs = {
  token: Scalars['ID']['input'];
};


export type QueryPossibleDuplicatesArgs = {
  why?: DuplicateReason;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryPersonByNikArgs = {
  nik: Scalars['Nik']['input'];
};


export type QueryImportJobsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryImportJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRejectedRowsArgs = {
  job: Scalars['ID']['input'];
  waiting?: InputMaybe<Scalars['Boolean']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly beginImport?: Maybe<ImportJob>;
  readonly importRows?: Maybe<ImportedRows>;
  readonly finishImport?: Maybe<ImportJob>;
  readonly correctRejectedRow?: Maybe<RejectedRow>;
  readonly undoImport?: Maybe<ImportJob>;
  readonly proposeWorkers?: Maybe<ProposedWorkers>;
  readonly requestVerification?: Maybe<ChangedWorker>;
  readonly answerVerification?: Maybe<AnsweredVerification>;
  readonly decideEligibility?: Maybe<ChangedWorker>;
  readonly registerMembership?: Maybe<ChangedWorkers>;
  readonly recordContributions?: Maybe<ChangedWorkers>;
  readonly suspend?: Maybe<ChangedWorker>;
  readonly resume?: Maybe<ChangedWorker>;
  readonly exitWorker?: Maybe<ChangedWorker>;
  readonly correctRecord?: Maybe<ChangedWorker>;
  readonly mergeDuplicates?: Maybe<MergedWorkers>;
};


export type MutationBeginImportArgs = {
  input: BeginImportInput;
};


export type MutationImportRowsArgs = {
  input: ImportRowsInput;
};


export type MutationFinishImportArgs = {
  input: FinishImportInput;
};


export type MutationCorrectRejectedRowArgs = {
  input: CorrectRejectedRowInput;
};


export type MutationUndoImportArgs = {
  input: UndoImportInput;
};


export type MutationProposeWorkersArgs = {
  input: ProposeWorkersInput;
};


export type MutationRequestVerificationArgs = {
  input: RequestVerificationInput;
};


export type MutationAnswerVerificationArgs = {
  input: AnswerVerificationInput;
};


export type MutationDecideEligibilityArgs = {
  input: DecideEligibilityInput;
};


export type MutationRegisterMembershipArgs = {
  input: RegisterMembershipInput;
};


export type MutationRecordContributionsArgs = {
  input: RecordContributionsInput;
};


export type MutationSuspendArgs = {
  input: WorkerChangeInput;
};


export type MutationResumeArgs = {
  input: WorkerChangeInput;
};


export type MutationExitWorkerArgs = {
  input: ExitWorkerInput;
};


export type MutationCorrectRecordArgs = {
  input: CorrectRecordInput;
};


export type MutationMergeDuplicatesArgs = {
  input: MergeDuplicatesInput;
};

export type ChangedWorker = {
  readonly worker: Worker;
};

export type MergedWorkers = {
  readonly kept: Worker;
  readonly ended: Worker;
};

export type PossibleDuplicates = {
  readonly why: DuplicateReason;
  readonly workers: ReadonlyArray<Worker>;
};

export type DuplicateReason =
  | 'SAME_NIK'
  | 'SAME_NAME_AND_BIRTH_DATE';

export type PossibleDuplicatesConnection = {
  readonly edges?: Maybe<ReadonlyArray<PossibleDuplicatesEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<PossibleDuplicates>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type PossibleDuplicatesEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: PossibleDuplicates;
};

export type AnsweredVerification = {
  readonly verification: Verification;
};

export type ChangedWorkers = {
  readonly done: Scalars['Int']['output'];
  readonly refused: Scalars['Int']['output'];
  readonly rows: ReadonlyArray<ChangedRow>;
};

export type ChangedRow = {
  readonly row: Scalars['Int']['output'];
  readonly worker?: Maybe<Worker>;
  readonly refusal?: Maybe<RowRefusal>;
};

export type ProposedWorkers = {
  readonly done: Scalars['Int']['output'];
  readonly refused: Scalars['Int']['output'];
  readonly rows: ReadonlyArray<ProposedRow>;
};

export type ProposedRow = {
  readonly row: Scalars['Int']['output'];
  readonly person: Person;
  readonly worker?: Maybe<Worker>;
  readonly refusal?: Maybe<RowRefusal>;
};

export type RowRefusal = {
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type WorkerEvent = {
  readonly id: Scalars['ID']['output'];
  readonly worker: Worker;
  readonly change: Scalars['String']['output'];
  readonly from?: Maybe<WorkerStatus>;
  readonly to: WorkerStatus;
  readonly on: Scalars['Date']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly by?: Maybe<Scalars['String']['output']>;
  readonly agency?: Maybe<Agency>;
  readonly version: Scalars['Int']['output'];
  readonly job?: Maybe<Scalars['ID']['output']>;
  readonly verdict?: Maybe<Verdict>;
  readonly why?: Maybe<Scalars['String']['output']>;
  readonly corrections: ReadonlyArray<FieldCorrection>;
};

export type FieldCorrection = {
  readonly field: Scalars['String']['output'];
  readonly before?: Maybe<Scalars['String']['output']>;
  readonly after?: Maybe<Scalars['String']['output']>;
};

export type ProposeWorkersInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly rows: ReadonlyArray<ProposedWorkerInput>;
};

export type ProposedWorkerInput = {
  readonly name: Scalars['String']['input'];
  readonly nik: Scalars['Nik']['input'];
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  readonly birthDate: Scalars['Date']['input'];
  readonly occupation: Occupation;
  readonly village: Scalars['ID']['input'];
  readonly decile?: InputMaybe<WelfareDecileInput>;
};

export type WelfareDecileInput = {
  readonly decile: Scalars['Int']['input'];
  readonly edition: Scalars['String']['input'];
};

export type RequestVerificationInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly worker: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly agencies: ReadonlyArray<Scalars['ID']['input']>;
};

export type AnswerVerificationInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly verification: Scalars['ID']['input'];
  readonly answer: VerificationAnswer;
};

export type VerificationAnswer =
  | 'MATCH'
  | 'MISMATCH'
  | 'NOT_FOUND';

export type DecideEligibilityInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly worker: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly decision: EligibilityDecision;
  readonly why?: InputMaybe<Scalars['String']['input']>;
};

export type EligibilityDecision =
  | 'ELIGIBLE'
  | 'INELIGIBLE'
  | 'NEEDS_REPAIR';

export type RegisterMembershipInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly rows: ReadonlyArray<RegisteredMembershipInput>;
};

export type RegisteredMembershipInput = {
  readonly worker: Scalars['ID']['input'];
  readonly version?: InputMaybe<Scalars['Int']['input']>;
  readonly kpj: Scalars['String']['input'];
  readonly from: Scalars['Date']['input'];
};

export type RecordContributionsInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly rows: ReadonlyArray<ContributionInput>;
};

export type ContributionInput = {
  readonly worker: Scalars['ID']['input'];
  readonly version?: InputMaybe<Scalars['Int']['input']>;
  readonly months?: ReadonlyArray<Scalars['Period']['input']>;
  readonly isLate?: Scalars['Boolean']['input'];
};

export type WorkerChangeInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly worker: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly why: Scalars['String']['input'];
};

export type ExitWorkerInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly worker: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly reason: ExitReason;
  readonly on?: InputMaybe<Scalars['Date']['input']>;
  readonly why?: InputMaybe<Scalars['String']['input']>;
};

export type CorrectRecordInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly worker: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly why: Scalars['String']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly nik?: InputMaybe<Scalars['Nik']['input']>;
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  readonly birthDate?: InputMaybe<Scalars['Date']['input']>;
  readonly occupation?: InputMaybe<Occupation>;
  readonly village?: InputMaybe<Scalars['ID']['input']>;
  readonly decileAtEnrolment?: InputMaybe<WelfareDecileInput>;
  readonly decileNow?: InputMaybe<WelfareDecileInput>;
};

export type MergeDuplicatesInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly kept: Scalars['ID']['input'];
  readonly keptVersion: Scalars['Int']['input'];
  readonly ended: Scalars['ID']['input'];
  readonly endedVersion: Scalars['Int']['input'];
  readonly why: Scalars['String']['input'];
};

export type DailyRun = {
  readonly day: Scalars['Date']['output'];
  readonly startedAt: Scalars['DateTime']['output'];
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly applied: ReadonlyArray<AppliedRule>;
};

export type AppliedRule = {
  readonly rule: Scalars['String']['output'];
  readonly times: Scalars['Int']['output'];
};

export type Worker = {
  readonly id: Scalars['ID']['output'];
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly nik?: Maybe<Scalars['String']['output']>;
  readonly phone?: Maybe<Scalars['String']['output']>;
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  readonly occupation: Occupation;
  readonly sector: Sector;
  readonly village?: Maybe<Village>;
  readonly decileAtEnrolment?: Maybe<WelfareDecile>;
  readonly decileNow?: Maybe<WelfareDecile>;
  readonly status: WorkerStatus;
  readonly exitReason?: Maybe<ExitReason>;
  readonly history: ReadonlyArray<StatusChange>;
  readonly enrolledOn: Scalars['Date']['output'];
  readonly batch: Scalars['String']['output'];
  readonly membership?: Maybe<Membership>;
  readonly verifications: ReadonlyArray<Verification>;
  readonly problems: ReadonlyArray<RecordProblem>;
  readonly person?: Maybe<Person>;
  readonly events: ReadonlyArray<WorkerEvent>;
  readonly formerTokens: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Int']['output'];
};

export type Person = {
  readonly token: Scalars['ID']['output'];
  readonly enrolments?: Maybe<ReadonlyArray<Worker>>;
};

export type Membership = {
  readonly kpj?: Maybe<Scalars['String']['output']>;
  readonly programmes: ReadonlyArray<InsuranceProgramme>;
  readonly from: Scalars['Date']['output'];
  readonly to?: Maybe<Scalars['Date']['output']>;
  readonly insurerStatus: InsurerStatus;
  readonly paidThrough?: Maybe<Scalars['Period']['output']>;
  readonly monthsInRow: Scalars['Int']['output'];
};

export type Verification = {
  readonly id: Scalars['ID']['output'];
  readonly worker: Worker;
  readonly agency: Agency;
  readonly verdict: Verdict;
  readonly requestedOn: Scalars['Date']['output'];
  readonly answeredOn?: Maybe<Scalars['Date']['output']>;
  readonly expiresOn?: Maybe<Scalars['Date']['output']>;
};

export type WelfareDecile = {
  readonly decile: Scalars['Int']['output'];
  readonly band: DecileBand;
  readonly edition: Scalars['String']['output'];
};

export type StatusChange = {
  readonly status: WorkerStatus;
  readonly on: Scalars['Date']['output'];
};

export type RecordProblem = {
  readonly code: ProblemCode;
  readonly field: Scalars['String']['output'];
  readonly raw?: Maybe<Scalars['String']['output']>;
};

export type City = {
  readonly code?: Maybe<Scalars['ID']['output']>;
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly workerCount?: Maybe<Scalars['Int']['output']>;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly coverage?: Maybe<Coverage>;
  readonly coverageHistory?: Maybe<ReadonlyArray<CityCoverageMonth>>;
  readonly workersCovered?: Maybe<CityTotal>;
  readonly funnel?: Maybe<CityFunnel>;
  readonly funnelHistory?: Maybe<ReadonlyArray<CityFunnelMonth>>;
  readonly workersWithoutVillage?: Maybe<Scalars['Int']['output']>;
};


export type CityCoverageArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type CityCoverageHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type CityFunnelArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type CityFunnelHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};

export type District = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly workerCount?: Maybe<Scalars['Int']['output']>;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly coverage?: Maybe<Coverage>;
  readonly coverageHistory?: Maybe<ReadonlyArray<CoverageMonth>>;
  readonly workers?: Maybe<WorkerConnection>;
};


export type DistrictCoverageArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type DistrictCoverageHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type DistrictWorkersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WorkerFilter>;
  sort?: WorkerSort;
};

export type Village = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly workerCount?: Maybe<Scalars['Int']['output']>;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly coverage?: Maybe<Coverage>;
  readonly coverageHistory?: Maybe<ReadonlyArray<CoverageMonth>>;
  readonly workers?: Maybe<WorkerConnection>;
};


export type VillageCoverageArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type VillageCoverageHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type VillageWorkersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WorkerFilter>;
  sort?: WorkerSort;
};

export type Agency = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly funnel?: Maybe<AgencyFunnel>;
  readonly funnelHistory?: Maybe<ReadonlyArray<FunnelMonth>>;
  readonly verifications?: Maybe<VerificationConnection>;
};


export type AgencyFunnelArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type AgencyFunnelHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type AgencyVerificationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<VerificationFilter>;
  sort?: VerificationSort;
};

export type Programme = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly workers?: Maybe<WorkerConnection>;
};


export type ProgrammeWorkersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WorkerFilter>;
  sort?: WorkerSort;
};

export type Coverage = {
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly eligibleNotCovered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly byOccupation: ReadonlyArray<OccupationCount>;
  readonly byDecileBand: ReadonlyArray<DecileBandCount>;
  readonly byStatus: ReadonlyArray<StatusCount>;
  readonly cells: ReadonlyArray<CoverageCell>;
  readonly breakdown: ReadonlyArray<BreakdownRow>;
  readonly byMonthsInRow: ReadonlyArray<MonthsInRowCount>;
  readonly basis: CountBasis;
  readonly computedAt: Scalars['DateTime']['output'];
};


export type CoverageBreakdownArgs = {
  by: ReadonlyArray<WorkerDimension>;
  filter?: InputMaybe<BreakdownFilter>;
};

export type CoverageMonth = {
  readonly month: Scalars['Period']['output'];
  readonly coverage: Coverage;
  readonly change?: Maybe<CoverageChange>;
};

export type CityCoverageMonth = {
  readonly month: Scalars['Period']['output'];
  readonly coverage: Coverage;
  readonly change?: Maybe<CoverageChange>;
};

export type CoverageChange = {
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly eligibleNotCovered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
};

export type OccupationCount = {
  readonly occupation: Occupation;
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly eligibleNotCovered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly basis: CountBasis;
};

export type DecileBandCount = {
  readonly decileBand: DecileBand;
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly eligibleNotCovered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly basis: CountBasis;
};

export type CoverageCell = {
  readonly occupation: Occupation;
  readonly decileBand: DecileBand;
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly eligibleNotCovered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly basis: CountBasis;
};

export type BreakdownRow = {
  readonly occupation?: Maybe<Occupation>;
  readonly decileBand?: Maybe<DecileBand>;
  readonly sector?: Maybe<Sector>;
  readonly status?: Maybe<WorkerStatus>;
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly eligibleNotCovered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly basis: CountBasis;
};

export type BreakdownFilter = {
  readonly occupations?: InputMaybe<ReadonlyArray<Occupation>>;
  readonly decileBands?: InputMaybe<ReadonlyArray<DecileBand>>;
  readonly sectors?: InputMaybe<ReadonlyArray<Sector>>;
  readonly statuses?: InputMaybe<ReadonlyArray<WorkerStatus>>;
};

export type WorkerDimension =
  | 'OCCUPATION'
  | 'DECILE_BAND'
  | 'SECTOR'
  | 'STATUS';

export type AreaCoverage = {
  readonly district?: Maybe<District>;
  readonly village?: Maybe<Village>;
  readonly coverage: Coverage;
};

export type AreaLevel =
  | 'DISTRICT'
  | 'VILLAGE';

export type AreaCoverageFilter = {
  readonly districts?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly coverageRateFrom?: InputMaybe<Scalars['Float']['input']>;
  readonly coverageRateTo?: InputMaybe<Scalars['Float']['input']>;
  readonly totalFrom?: InputMaybe<Scalars['Int']['input']>;
  readonly totalTo?: InputMaybe<Scalars['Int']['input']>;
  readonly eligibleNotCoveredFrom?: InputMaybe<Scalars['Int']['input']>;
  readonly atRiskFrom?: InputMaybe<Scalars['Int']['input']>;
};

export type AreaCoverageSort =
  | 'CODE'
  | 'COVERAGE_RATE_LOWEST'
  | 'COVERAGE_RATE_HIGHEST'
  | 'TOTAL_LARGEST'
  | 'ELIGIBLE_NOT_COVERED_LARGEST'
  | 'AT_RISK_LARGEST';

export type StatusCount = {
  readonly status: WorkerStatus;
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type MonthsInRowCount = {
  readonly months: Scalars['Int']['output'];
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type SectorCount = {
  readonly sector: Sector;
  readonly count?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type AgencyFunnel = {
  readonly agency: Agency;
  readonly asked?: Maybe<Scalars['Int']['output']>;
  readonly answered?: Maybe<Scalars['Int']['output']>;
  readonly pending?: Maybe<Scalars['Int']['output']>;
  readonly verdicts: ReadonlyArray<VerdictCount>;
  readonly turnaround: Turnaround;
  readonly pendingByAge: ReadonlyArray<AgeCount>;
  readonly oldestPending?: Maybe<Scalars['Date']['output']>;
  readonly asOf: Scalars['Date']['output'];
  readonly basis: CountBasis;
  readonly computedAt: Scalars['DateTime']['output'];
};

export type CityFunnel = {
  readonly asked?: Maybe<Scalars['Int']['output']>;
  readonly answered?: Maybe<Scalars['Int']['output']>;
  readonly pending?: Maybe<Scalars['Int']['output']>;
  readonly verdicts: ReadonlyArray<VerdictCount>;
  readonly turnaround: Turnaround;
  readonly pendingByAge: ReadonlyArray<AgeCount>;
  readonly asOf: Scalars['Date']['output'];
  readonly basis: CountBasis;
  readonly computedAt: Scalars['DateTime']['output'];
};

export type CityFunnelMonth = {
  readonly month: Scalars['Period']['output'];
  readonly funnel: CityFunnel;
  readonly change?: Maybe<FunnelChange>;
};

export type FunnelSort =
  | 'CODE'
  | 'TURNAROUND_SLOWEST'
  | 'PENDING_LARGEST';

export type FunnelMonth = {
  readonly month: Scalars['Period']['output'];
  readonly funnel: AgencyFunnel;
  readonly change?: Maybe<FunnelChange>;
};

export type FunnelChange = {
  readonly asked?: Maybe<Scalars['Int']['output']>;
  readonly answered?: Maybe<Scalars['Int']['output']>;
  readonly pending?: Maybe<Scalars['Int']['output']>;
};

export type Turnaround = {
  readonly medianDays?: Maybe<Scalars['Int']['output']>;
  readonly p90Days?: Maybe<Scalars['Int']['output']>;
  readonly lateRate?: Maybe<Scalars['Float']['output']>;
  readonly within: ReadonlyArray<AnsweredWithin>;
  readonly basis: CountBasis;
};

export type AnsweredWithin = {
  readonly days: Scalars['Int']['output'];
  readonly answered?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type VerdictCount = {
  readonly verdict: Verdict;
  readonly count?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type AgeCount = {
  readonly age: AgeBand;
  readonly count?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type Occupation =
  | 'OJEK'
  | 'CONSTRUCTION'
  | 'BECAK'
  | 'PKL'
  | 'DRIVER'
  | 'DAY_LABOURER';

export type Sector =
  | 'TRANSPORT'
  | 'OTHER';

export type DecileBand =
  | 'D1_2'
  | 'D3_4'
  | 'D5'
  | 'D6_10'
  | 'UNKNOWN';

export type WorkerStatus =
  | 'PROPOSED'
  | 'VERIFYING'
  | 'NEEDS_REPAIR'
  | 'DUPLICATE'
  | 'INELIGIBLE'
  | 'ELIGIBLE'
  | 'REGISTERED'
  | 'ACTIVE'
  | 'IN_ARREARS'
  | 'SUSPENDED'
  | 'EXITED';

export type ExitReason =
  | 'DIED'
  | 'DECILE_ROSE'
  | 'BECAME_WAGE_EARNER'
  | 'MOVED_OUT'
  | 'OVER_AGE'
  | 'BUDGET_ENDED'
  | 'OWN_REQUEST'
  | 'INVALID_DATA'
  | 'DUPLICATE';

export type InsurerStatus =
  | 'PENDING'
  | 'ACTIVE'
  | 'INACTIVE'
  | 'CLOSED';

export type InsuranceProgramme =
  | 'JKK'
  | 'JKM';

export type Verdict =
  | 'MATCH'
  | 'MISMATCH'
  | 'NOT_FOUND'
  | 'EXPIRED'
  | 'PENDING';

export type AgeBand =
  | 'D0_7'
  | 'D8_14'
  | 'D15_30'
  | 'D31_UP';

export type ProblemCode =
  | 'NIK_LENGTH'
  | 'NAME_MISSPELT'
  | 'DUPLICATE_CANDIDATE'
  | 'VILLAGE_UNKNOWN'
  | 'DATE_IMPOSSIBLE';

export type WorkerFilter = {
  readonly districts?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly villages?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly occupations?: InputMaybe<ReadonlyArray<Occupation>>;
  readonly sectors?: InputMaybe<ReadonlyArray<Sector>>;
  readonly statuses?: InputMaybe<ReadonlyArray<WorkerStatus>>;
  readonly decileBands?: InputMaybe<ReadonlyArray<DecileBand>>;
  readonly insurerStatuses?: InputMaybe<ReadonlyArray<InsurerStatus>>;
  readonly eligibleNotCovered?: InputMaybe<Scalars['Boolean']['input']>;
  readonly atRisk?: InputMaybe<Scalars['Boolean']['input']>;
  readonly problems?: InputMaybe<ReadonlyArray<ProblemCode>>;
  readonly enrolledFrom?: InputMaybe<Scalars['Date']['input']>;
  readonly enrolledTo?: InputMaybe<Scalars['Date']['input']>;
  readonly batches?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly contributionDueBy?: InputMaybe<Scalars['Period']['input']>;
};

export type WorkerSort =
  | 'ENROLLED_LATEST'
  | 'ENROLLED_EARLIEST'
  | 'ID';

export type VerificationFilter = {
  readonly agencies?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly verdicts?: InputMaybe<ReadonlyArray<Verdict>>;
  readonly requestedFrom?: InputMaybe<Scalars['Date']['input']>;
  readonly requestedTo?: InputMaybe<Scalars['Date']['input']>;
};

export type VerificationSort =
  | 'REQUESTED_EARLIEST'
  | 'REQUESTED_LATEST';

export type CityTotal = {
  readonly count?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type CountBasis = {
  readonly month?: Maybe<Scalars['Period']['output']>;
  readonly exactness: Exactness;
  readonly noise: Scalars['Int']['output'];
};

export type Exactness =
  | 'EXACT'
  | 'PERTURBED';

export type PageInfo = {
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

export type WorkerConnection = {
  readonly edges?: Maybe<ReadonlyArray<WorkerEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<Worker>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type WorkerEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Worker;
};

export type VerificationConnection = {
  readonly edges?: Maybe<ReadonlyArray<VerificationEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<Verification>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type VerificationEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Verification;
};

export type ImportKind =
  | 'WORKERS'
  | 'VERIFICATIONS'
  | 'MEMBERS';

export type ImportPassName =
  | 'CHECK'
  | 'APPLY';

export type ImportState =
  | 'CHECKING'
  | 'CHECKED'
  | 'APPLYING'
  | 'APPLIED'
  | 'UNDOING'
  | 'UNDONE';

export type RejectedRowState =
  | 'WAITING'
  | 'CORRECTED'
  | 'REPLACED';

export type ImportNoteCode =
  | 'IN_OTHER_PROGRAMME'
  | 'RECORD_ENDED';

export type ImportReasonCode =
  | 'MISSING'
  | 'CELL_ERROR'
  | 'CELLS'
  | 'TEXT_LONG'
  | 'TEXT_FORMULA'
  | 'NIK_LENGTH'
  | 'NIK_ROUNDED'
  | 'NIK_DATE'
  | 'NIK_DISTRICT'
  | 'BIRTH_DATE_DIFFERS'
  | 'SEX_DIFFERS'
  | 'DATE_IMPOSSIBLE'
  | 'DATE_FUTURE'
  | 'MONTH_IMPOSSIBLE'
  | 'NUMBER_RANGE'
  | 'EDITION_UNKNOWN'
  | 'VALUE_UNKNOWN'
  | 'OCCUPATION_UNKNOWN'
  | 'VILLAGE_UNKNOWN'
  | 'VILLAGE_AMBIGUOUS'
  | 'PHONE_FORM'
  | 'KPJ_FORM'
  | 'KPJ_TAKEN'
  | 'MEMBERSHIP_INCOMPLETE'
  | 'COVER_BOUNDS'
  | 'ID_FORM'
  | 'PROBLEM_UNKNOWN'
  | 'DUPLICATE_IN_FILE'
  | 'OTHER_PERSON'
  | 'SEVERAL_RECORDS'
  | 'AGENCY_NEEDED'
  | 'RECORD_UNKNOWN'
  | 'NOT_YOURS'
  | 'NOT_PROPOSED'
  | 'STATUS_FIXED'
  | 'RECORD_ENDED'
  | 'ANSWERED'
  | 'DATE_ORDER'
  | 'EXPIRY_COMPUTED';

export type ImportJob = {
  readonly id: Scalars['ID']['output'];
  readonly kind: ImportKind;
  readonly agency: Agency;
  readonly sha256: Scalars['String']['output'];
  readonly startedBy: Scalars['String']['output'];
  readonly startedAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly state: ImportState;
  readonly columns: ReadonlyArray<Scalars['String']['output']>;
  readonly check?: Maybe<ImportPass>;
  readonly apply?: Maybe<ImportPass>;
  readonly added: Scalars['Int']['output'];
  readonly changed: Scalars['Int']['output'];
  readonly waiting: Scalars['Int']['output'];
  readonly corrected: Scalars['Int']['output'];
  readonly undone: Scalars['Int']['output'];
  readonly leftAlone: Scalars['Int']['output'];
  readonly left: ReadonlyArray<ImportLeftRow>;
};

export type ImportLeftRow = {
  readonly line: Scalars['Int']['output'];
  readonly record?: Maybe<Scalars['ID']['output']>;
  readonly why: ImportLeftReason;
};

export type ImportLeftReason =
  | 'CHANGED_SINCE'
  | 'RESTED_ON';

export type ImportPass = {
  readonly taken: Scalars['Int']['output'];
  readonly added: Scalars['Int']['output'];
  readonly changed: Scalars['Int']['output'];
  readonly same: Scalars['Int']['output'];
  readonly rejected: Scalars['Int']['output'];
  readonly reasons: ReadonlyArray<ImportReasonCount>;
  readonly notes: ReadonlyArray<ImportNoteCount>;
  readonly startedAt: Scalars['DateTime']['output'];
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type ImportReasonCount = {
  readonly code: ImportReasonCode;
  readonly field: Scalars['String']['output'];
  readonly text: Scalars['String']['output'];
  readonly textId: Scalars['String']['output'];
  readonly count: Scalars['Int']['output'];
  readonly lines: ReadonlyArray<Scalars['Int']['output']>;
};

export type ImportNoteCount = {
  readonly code: ImportNoteCode;
  readonly count: Scalars['Int']['output'];
  readonly lines: ReadonlyArray<Scalars['Int']['output']>;
};

export type ImportedRows = {
  readonly job: ImportJob;
  readonly from: Scalars['Int']['output'];
  readonly taken: Scalars['Int']['output'];
  readonly added: Scalars['Int']['output'];
  readonly changed: Scalars['Int']['output'];
  readonly same: Scalars['Int']['output'];
  readonly rejected: ReadonlyArray<RejectedLine>;
};

export type RejectedLine = {
  readonly line: Scalars['Int']['output'];
  readonly reasons: ReadonlyArray<ImportReason>;
};

export type ImportReason = {
  readonly code: ImportReasonCode;
  readonly field: Scalars['String']['output'];
  readonly text: Scalars['String']['output'];
  readonly textId: Scalars['String']['output'];
  readonly likely: ReadonlyArray<Scalars['String']['output']>;
};

export type RejectedRow = {
  readonly id: Scalars['ID']['output'];
  readonly line: Scalars['Int']['output'];
  readonly state: RejectedRowState;
  readonly version: Scalars['Int']['output'];
  readonly reasons: ReadonlyArray<ImportReason>;
  readonly cells: ReadonlyArray<RejectedCell>;
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type RejectedCell = {
  readonly field: Scalars['String']['output'];
  readonly value?: Maybe<Scalars['String']['output']>;
};

export type ImportJobConnection = {
  readonly edges?: Maybe<ReadonlyArray<ImportJobEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<ImportJob>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ImportJobEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: ImportJob;
};

export type RejectedRowConnection = {
  readonly edges?: Maybe<ReadonlyArray<RejectedRowEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<RejectedRow>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type RejectedRowEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: RejectedRow;
};

export type BeginImportInput = {
  readonly kind: ImportKind;
  readonly sha256: Scalars['String']['input'];
  readonly columns: ReadonlyArray<Scalars['String']['input']>;
  readonly pass: ImportPassName;
  readonly again?: InputMaybe<Scalars['Boolean']['input']>;
};

export type ImportRowsInput = {
  readonly job: Scalars['ID']['input'];
  readonly pass: ImportPassName;
  readonly from: Scalars['Int']['input'];
  readonly rows: ReadonlyArray<ImportRowInput>;
};

export type ImportRowInput = {
  readonly line: Scalars['Int']['input'];
  readonly cells: ReadonlyArray<Scalars['String']['input']>;
};

export type FinishImportInput = {
  readonly job: Scalars['ID']['input'];
  readonly pass: ImportPassName;
  readonly rows: Scalars['Int']['input'];
};

export type UndoImportInput = {
  readonly job: Scalars['ID']['input'];
};

export type CorrectRejectedRowInput = {
  readonly job: Scalars['ID']['input'];
  readonly line: Scalars['Int']['input'];
  readonly version: Scalars['Int']['input'];
  readonly cells: ReadonlyArray<CorrectedCellInput>;
};

export type CorrectedCellInput = {
  readonly field: Scalars['String']['input'];
  readonly value: Scalars['String']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Worker: Worker;
  Person: Person;
  Verification: Verification;
  City: City;
  District: District;
  Village: Village;
  Agency: Agency;
  Programme: Programme;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Worker:
    ( { __typename: 'Worker' }
    & GraphQLRecursivePick<FederationTypes['Worker'], {"id":true}> );
  Person:
    ( { __typename: 'Person' }
    & GraphQLRecursivePick<FederationTypes['Person'], {"token":true}> );
  Verification:
    ( { __typename: 'Verification' }
    & GraphQLRecursivePick<FederationTypes['Verification'], {"id":true}> );
  City:
    ( { __typename: 'City' }
    & GraphQLRecursivePick<FederationTypes['City'], {"code":true}> );
  District:
    ( { __typename: 'District' }
    & GraphQLRecursivePick<FederationTypes['District'], {"code":true}> );
  Village:
    ( { __typename: 'Village' }
    & GraphQLRecursivePick<FederationTypes['Village'], {"code":true}> );
  Agency:
    ( { __typename: 'Agency' }
    & GraphQLRecursivePick<FederationTypes['Agency'], {"code":true}> );
  Programme:
    ( { __typename: 'Programme' }
    & GraphQLRecursivePick<FederationTypes['Programme'], {"code":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Period: ResolverTypeWrapper<Scalars['Period']['output']>;
  Nik: ResolverTypeWrapper<Scalars['Nik']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ChangedWorker: ResolverTypeWrapper<WorkersParents['ChangedWorker']>;
  MergedWorkers: ResolverTypeWrapper<WorkersParents['MergedWorkers']>;
  PossibleDuplicates: ResolverTypeWrapper<WorkersParents['PossibleDuplicates']>;
  DuplicateReason: DuplicateReason;
  PossibleDuplicatesConnection: ResolverTypeWrapper<WorkersParents['PossibleDuplicatesConnection']>;
  PossibleDuplicatesEdge: ResolverTypeWrapper<Omit<PossibleDuplicatesEdge, 'node'> & { node: ResolversTypes['PossibleDuplicates'] }>;
  AnsweredVerification: ResolverTypeWrapper<WorkersParents['AnsweredVerification']>;
  ChangedWorkers: ResolverTypeWrapper<Omit<ChangedWorkers, 'rows'> & { rows: ReadonlyArray<ResolversTypes['ChangedRow']> }>;
  ChangedRow: ResolverTypeWrapper<WorkersParents['ChangedRow']>;
  ProposedWorkers: ResolverTypeWrapper<Omit<ProposedWorkers, 'rows'> & { rows: ReadonlyArray<ResolversTypes['ProposedRow']> }>;
  ProposedRow: ResolverTypeWrapper<WorkersParents['ProposedRow']>;
  RowRefusal: ResolverTypeWrapper<RowRefusal>;
  WorkerEvent: ResolverTypeWrapper<WorkersParents['WorkerEvent']>;
  FieldCorrection: ResolverTypeWrapper<WorkersParents['FieldCorrection']>;
  ProposeWorkersInput: ProposeWorkersInput;
  ProposedWorkerInput: ProposedWorkerInput;
  WelfareDecileInput: WelfareDecileInput;
  RequestVerificationInput: RequestVerificationInput;
  AnswerVerificationInput: AnswerVerificationInput;
  VerificationAnswer: VerificationAnswer;
  DecideEligibilityInput: DecideEligibilityInput;
  EligibilityDecision: EligibilityDecision;
  RegisterMembershipInput: RegisterMembershipInput;
  RegisteredMembershipInput: RegisteredMembershipInput;
  RecordContributionsInput: RecordContributionsInput;
  ContributionInput: ContributionInput;
  WorkerChangeInput: WorkerChangeInput;
  ExitWorkerInput: ExitWorkerInput;
  CorrectRecordInput: CorrectRecordInput;
  MergeDuplicatesInput: MergeDuplicatesInput;
  DailyRun: ResolverTypeWrapper<WorkersParents['DailyRun']>;
  AppliedRule: ResolverTypeWrapper<AppliedRule>;
  Worker: ResolverTypeWrapper<WorkersParents['Worker']>;
  Person: ResolverTypeWrapper<WorkersParents['Person']>;
  Membership: ResolverTypeWrapper<WorkersParents['Membership']>;
  Verification: ResolverTypeWrapper<WorkersParents['Verification']>;
  WelfareDecile: ResolverTypeWrapper<WorkersParents['WelfareDecile']>;
  StatusChange: ResolverTypeWrapper<StatusChange>;
  RecordProblem: ResolverTypeWrapper<WorkersParents['RecordProblem']>;
  City: ResolverTypeWrapper<WorkersParents['City']>;
  District: ResolverTypeWrapper<WorkersParents['District']>;
  Village: ResolverTypeWrapper<WorkersParents['Village']>;
  Agency: ResolverTypeWrapper<WorkersParents['Agency']>;
  Programme: ResolverTypeWrapper<WorkersParents['Programme']>;
  Coverage: ResolverTypeWrapper<WorkersParents['Coverage']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CoverageMonth: ResolverTypeWrapper<WorkersParents['CoverageMonth']>;
  CityCoverageMonth: ResolverTypeWrapper<WorkersParents['CityCoverageMonth']>;
  CoverageChange: ResolverTypeWrapper<CoverageChange>;
  OccupationCount: ResolverTypeWrapper<WorkersParents['OccupationCount']>;
  DecileBandCount: ResolverTypeWrapper<WorkersParents['DecileBandCount']>;
  CoverageCell: ResolverTypeWrapper<WorkersParents['CoverageCell']>;
  BreakdownRow: ResolverTypeWrapper<WorkersParents['BreakdownRow']>;
  BreakdownFilter: BreakdownFilter;
  WorkerDimension: WorkerDimension;
  AreaCoverage: ResolverTypeWrapper<WorkersParents['AreaCoverage']>;
  AreaLevel: AreaLevel;
  AreaCoverageFilter: AreaCoverageFilter;
  AreaCoverageSort: AreaCoverageSort;
  StatusCount: ResolverTypeWrapper<WorkersParents['StatusCount']>;
  MonthsInRowCount: ResolverTypeWrapper<MonthsInRowCount>;
  SectorCount: ResolverTypeWrapper<WorkersParents['SectorCount']>;
  AgencyFunnel: ResolverTypeWrapper<WorkersParents['AgencyFunnel']>;
  CityFunnel: ResolverTypeWrapper<WorkersParents['CityFunnel']>;
  CityFunnelMonth: ResolverTypeWrapper<WorkersParents['CityFunnelMonth']>;
  FunnelSort: FunnelSort;
  FunnelMonth: ResolverTypeWrapper<WorkersParents['FunnelMonth']>;
  FunnelChange: ResolverTypeWrapper<FunnelChange>;
  Turnaround: ResolverTypeWrapper<Turnaround>;
  AnsweredWithin: ResolverTypeWrapper<AnsweredWithin>;
  VerdictCount: ResolverTypeWrapper<VerdictCount>;
  AgeCount: ResolverTypeWrapper<AgeCount>;
  Occupation: Occupation;
  Sector: Sector;
  DecileBand: DecileBand;
  WorkerStatus: WorkerStatus;
  ExitReason: ExitReason;
  InsurerStatus: InsurerStatus;
  InsuranceProgramme: InsuranceProgramme;
  Verdict: Verdict;
  AgeBand: AgeBand;
  ProblemCode: ProblemCode;
  WorkerFilter: WorkerFilter;
  WorkerSort: WorkerSort;
  VerificationFilter: VerificationFilter;
  VerificationSort: VerificationSort;
  CityTotal: ResolverTypeWrapper<CityTotal>;
  CountBasis: ResolverTypeWrapper<CountBasis>;
  Exactness: Exactness;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  WorkerConnection: ResolverTypeWrapper<WorkersParents['WorkerConnection']>;
  WorkerEdge: ResolverTypeWrapper<Omit<WorkerEdge, 'node'> & { node: ResolversTypes['Worker'] }>;
  VerificationConnection: ResolverTypeWrapper<WorkersParents['VerificationConnection']>;
  VerificationEdge: ResolverTypeWrapper<Omit<VerificationEdge, 'node'> & { node: ResolversTypes['Verification'] }>;
  ImportKind: ImportKind;
  ImportPassName: ImportPassName;
  ImportState: ImportState;
  RejectedRowState: RejectedRowState;
  ImportNoteCode: ImportNoteCode;
  ImportReasonCode: ImportReasonCode;
  ImportJob: ResolverTypeWrapper<WorkersParents['ImportJob']>;
  ImportLeftRow: ResolverTypeWrapper<WorkersParents['ImportLeftRow']>;
  ImportLeftReason: ImportLeftReason;
  ImportPass: ResolverTypeWrapper<WorkersParents['ImportPass']>;
  ImportReasonCount: ResolverTypeWrapper<WorkersParents['ImportReasonCount']>;
  ImportNoteCount: ResolverTypeWrapper<WorkersParents['ImportNoteCount']>;
  ImportedRows: ResolverTypeWrapper<WorkersParents['ImportedRows']>;
  RejectedLine: ResolverTypeWrapper<WorkersParents['RejectedLine']>;
  ImportReason: ResolverTypeWrapper<WorkersParents['ImportReason']>;
  RejectedRow: ResolverTypeWrapper<WorkersParents['RejectedRow']>;
  RejectedCell: ResolverTypeWrapper<RejectedCell>;
  ImportJobConnection: ResolverTypeWrapper<WorkersParents['ImportJobConnection']>;
  ImportJobEdge: ResolverTypeWrapper<Omit<ImportJobEdge, 'node'> & { node: ResolversTypes['ImportJob'] }>;
  RejectedRowConnection: ResolverTypeWrapper<WorkersParents['RejectedRowConnection']>;
  RejectedRowEdge: ResolverTypeWrapper<Omit<RejectedRowEdge, 'node'> & { node: ResolversTypes['RejectedRow'] }>;
  BeginImportInput: BeginImportInput;
  ImportRowsInput: ImportRowsInput;
  ImportRowInput: ImportRowInput;
  FinishImportInput: FinishImportInput;
  UndoImportInput: UndoImportInput;
  CorrectRejectedRowInput: CorrectRejectedRowInput;
  CorrectedCellInput: CorrectedCellInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Period: Scalars['Period']['output'];
  Nik: Scalars['Nik']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  ChangedWorker: WorkersParents['ChangedWorker'];
  MergedWorkers: WorkersParents['MergedWorkers'];
  PossibleDuplicates: WorkersParents['PossibleDuplicates'];
  PossibleDuplicatesConnection: WorkersParents['PossibleDuplicatesConnection'];
  PossibleDuplicatesEdge: Omit<PossibleDuplicatesEdge, 'node'> & { node: ResolversParentTypes['PossibleDuplicates'] };
  AnsweredVerification: WorkersParents['AnsweredVerification'];
  ChangedWorkers: Omit<ChangedWorkers, 'rows'> & { rows: ReadonlyArray<ResolversParentTypes['ChangedRow']> };
  ChangedRow: WorkersParents['ChangedRow'];
  ProposedWorkers: Omit<ProposedWorkers, 'rows'> & { rows: ReadonlyArray<ResolversParentTypes['ProposedRow']> };
  ProposedRow: WorkersParents['ProposedRow'];
  RowRefusal: RowRefusal;
  WorkerEvent: WorkersParents['WorkerEvent'];
  FieldCorrection: WorkersParents['FieldCorrection'];
  ProposeWorkersInput: ProposeWorkersInput;
  ProposedWorkerInput: ProposedWorkerInput;
  WelfareDecileInput: WelfareDecileInput;
  RequestVerificationInput: RequestVerificationInput;
  AnswerVerificationInput: AnswerVerificationInput;
  DecideEligibilityInput: DecideEligibilityInput;
  RegisterMembershipInput: RegisterMembershipInput;
  RegisteredMembershipInput: RegisteredMembershipInput;
  RecordContributionsInput: RecordContributionsInput;
  ContributionInput: ContributionInput;
  WorkerChangeInput: WorkerChangeInput;
  ExitWorkerInput: ExitWorkerInput;
  CorrectRecordInput: CorrectRecordInput;
  MergeDuplicatesInput: MergeDuplicatesInput;
  DailyRun: WorkersParents['DailyRun'];
  AppliedRule: AppliedRule;
  Worker: WorkersParents['Worker'];
  Person: WorkersParents['Person'];
  Membership: WorkersParents['Membership'];
  Verification: WorkersParents['Verification'];
  WelfareDecile: WorkersParents['WelfareDecile'];
  StatusChange: StatusChange;
  RecordProblem: WorkersParents['RecordProblem'];
  City: WorkersParents['City'];
  District: WorkersParents['District'];
  Village: WorkersParents['Village'];
  Agency: WorkersParents['Agency'];
  Programme: WorkersParents['Programme'];
  Coverage: WorkersParents['Coverage'];
  Float: Scalars['Float']['output'];
  CoverageMonth: WorkersParents['CoverageMonth'];
  CityCoverageMonth: WorkersParents['CityCoverageMonth'];
  CoverageChange: CoverageChange;
  OccupationCount: WorkersParents['OccupationCount'];
  DecileBandCount: WorkersParents['DecileBandCount'];
  CoverageCell: WorkersParents['CoverageCell'];
  BreakdownRow: WorkersParents['BreakdownRow'];
  BreakdownFilter: BreakdownFilter;
  AreaCoverage: WorkersParents['AreaCoverage'];
  AreaCoverageFilter: AreaCoverageFilter;
  StatusCount: WorkersParents['StatusCount'];
  MonthsInRowCount: MonthsInRowCount;
  SectorCount: WorkersParents['SectorCount'];
  AgencyFunnel: WorkersParents['AgencyFunnel'];
  CityFunnel: WorkersParents['CityFunnel'];
  CityFunnelMonth: WorkersParents['CityFunnelMonth'];
  FunnelMonth: WorkersParents['FunnelMonth'];
  FunnelChange: FunnelChange;
  Turnaround: Turnaround;
  AnsweredWithin: AnsweredWithin;
  VerdictCount: VerdictCount;
  AgeCount: AgeCount;
  WorkerFilter: WorkerFilter;
  VerificationFilter: VerificationFilter;
  CityTotal: CityTotal;
  CountBasis: CountBasis;
  PageInfo: PageInfo;
  WorkerConnection: WorkersParents['WorkerConnection'];
  WorkerEdge: Omit<WorkerEdge, 'node'> & { node: ResolversParentTypes['Worker'] };
  VerificationConnection: WorkersParents['VerificationConnection'];
  VerificationEdge: Omit<VerificationEdge, 'node'> & { node: ResolversParentTypes['Verification'] };
  ImportJob: WorkersParents['ImportJob'];
  ImportLeftRow: WorkersParents['ImportLeftRow'];
  ImportPass: WorkersParents['ImportPass'];
  ImportReasonCount: WorkersParents['ImportReasonCount'];
  ImportNoteCount: WorkersParents['ImportNoteCount'];
  ImportedRows: WorkersParents['ImportedRows'];
  RejectedLine: WorkersParents['RejectedLine'];
  ImportReason: WorkersParents['ImportReason'];
  RejectedRow: WorkersParents['RejectedRow'];
  RejectedCell: RejectedCell;
  ImportJobConnection: WorkersParents['ImportJobConnection'];
  ImportJobEdge: Omit<ImportJobEdge, 'node'> & { node: ResolversParentTypes['ImportJob'] };
  RejectedRowConnection: WorkersParents['RejectedRowConnection'];
  RejectedRowEdge: Omit<RejectedRowEdge, 'node'> & { node: ResolversParentTypes['RejectedRow'] };
  BeginImportInput: BeginImportInput;
  ImportRowsInput: ImportRowsInput;
  ImportRowInput: ImportRowInput;
  FinishImportInput: FinishImportInput;
  UndoImportInput: UndoImportInput;
  CorrectRejectedRowInput: CorrectRejectedRowInput;
  CorrectedCellInput: CorrectedCellInput;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface PeriodScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Period'], any> {
  name: 'Period';
}

export interface NikScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Nik'], any> {
  name: 'Nik';
}

export type QueryResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  city?: Resolver<Maybe<ResolversTypes['City']>, ParentType, ContextType>;
  worker?: Resolver<Maybe<ResolversTypes['Worker']>, ParentType, ContextType, RequireFields<QueryWorkerArgs, 'id'>>;
  workers?: Resolver<Maybe<ResolversTypes['WorkerConnection']>, ParentType, ContextType, RequireFields<QueryWorkersArgs, 'sort'>>;
  verifications?: Resolver<Maybe<ResolversTypes['VerificationConnection']>, ParentType, ContextType, RequireFields<QueryVerificationsArgs, 'sort'>>;
  verificationFunnel?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AgencyFunnel']>>, ParentType, ContextType, RequireFields<QueryVerificationFunnelArgs, 'sort'>>;
  areasByCoverage?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AreaCoverage']>>, ParentType, ContextType, RequireFields<QueryAreasByCoverageArgs, 'level' | 'sort'>>;
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<QueryPersonArgs, 'token'>>;
  dailyRuns?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DailyRun']>>, ParentType, ContextType>;
  possibleDuplicates?: Resolver<Maybe<ResolversTypes['PossibleDuplicatesConnection']>, ParentType, ContextType, RequireFields<QueryPossibleDuplicatesArgs, 'why'>>;
  personByNik?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<QueryPersonByNikArgs, 'nik'>>;
  importJobs?: Resolver<Maybe<ResolversTypes['ImportJobConnection']>, ParentType, ContextType, Partial<QueryImportJobsArgs>>;
  importJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<QueryImportJobArgs, 'id'>>;
  rejectedRows?: Resolver<Maybe<ResolversTypes['RejectedRowConnection']>, ParentType, ContextType, RequireFields<QueryRejectedRowsArgs, 'job'>>;
};

export type MutationResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  beginImport?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<MutationBeginImportArgs, 'input'>>;
  importRows?: Resolver<Maybe<ResolversTypes['ImportedRows']>, ParentType, ContextType, RequireFields<MutationImportRowsArgs, 'input'>>;
  finishImport?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<MutationFinishImportArgs, 'input'>>;
  correctRejectedRow?: Resolver<Maybe<ResolversTypes['RejectedRow']>, ParentType, ContextType, RequireFields<MutationCorrectRejectedRowArgs, 'input'>>;
  undoImport?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<MutationUndoImportArgs, 'input'>>;
  proposeWorkers?: Resolver<Maybe<ResolversTypes['ProposedWorkers']>, ParentType, ContextType, RequireFields<MutationProposeWorkersArgs, 'input'>>;
  requestVerification?: Resolver<Maybe<ResolversTypes['ChangedWorker']>, ParentType, ContextType, RequireFields<MutationRequestVerificationArgs, 'input'>>;
  answerVerification?: Resolver<Maybe<ResolversTypes['AnsweredVerification']>, ParentType, ContextType, RequireFields<MutationAnswerVerificationArgs, 'input'>>;
  decideEligibility?: Resolver<Maybe<ResolversTypes['ChangedWorker']>, ParentType, ContextType, RequireFields<MutationDecideEligibilityArgs, 'input'>>;
  registerMembership?: Resolver<Maybe<ResolversTypes['ChangedWorkers']>, ParentType, ContextType, RequireFields<MutationRegisterMembershipArgs, 'input'>>;
  recordContributions?: Resolver<Maybe<ResolversTypes['ChangedWorkers']>, ParentType, ContextType, RequireFields<MutationRecordContributionsArgs, 'input'>>;
  suspend?: Resolver<Maybe<ResolversTypes['ChangedWorker']>, ParentType, ContextType, RequireFields<MutationSuspendArgs, 'input'>>;
  resume?: Resolver<Maybe<ResolversTypes['ChangedWorker']>, ParentType, ContextType, RequireFields<MutationResumeArgs, 'input'>>;
  exitWorker?: Resolver<Maybe<ResolversTypes['ChangedWorker']>, ParentType, ContextType, RequireFields<MutationExitWorkerArgs, 'input'>>;
  correctRecord?: Resolver<Maybe<ResolversTypes['ChangedWorker']>, ParentType, ContextType, RequireFields<MutationCorrectRecordArgs, 'input'>>;
  mergeDuplicates?: Resolver<Maybe<ResolversTypes['MergedWorkers']>, ParentType, ContextType, RequireFields<MutationMergeDuplicatesArgs, 'input'>>;
};

export type ChangedWorkerResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ChangedWorker'] = ResolversParentTypes['ChangedWorker']> = {
  worker?: Resolver<ResolversTypes['Worker'], ParentType, ContextType>;
};

export type MergedWorkersResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['MergedWorkers'] = ResolversParentTypes['MergedWorkers']> = {
  kept?: Resolver<ResolversTypes['Worker'], ParentType, ContextType>;
  ended?: Resolver<ResolversTypes['Worker'], ParentType, ContextType>;
};

export type PossibleDuplicatesResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['PossibleDuplicates'] = ResolversParentTypes['PossibleDuplicates']> = {
  why?: Resolver<ResolversTypes['DuplicateReason'], ParentType, ContextType>;
  workers?: Resolver<ReadonlyArray<ResolversTypes['Worker']>, ParentType, ContextType>;
};

export type PossibleDuplicatesConnectionResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['PossibleDuplicatesConnection'] = ResolversParentTypes['PossibleDuplicatesConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PossibleDuplicatesEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PossibleDuplicates']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PossibleDuplicatesEdgeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['PossibleDuplicatesEdge'] = ResolversParentTypes['PossibleDuplicatesEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PossibleDuplicates'], ParentType, ContextType>;
};

export type AnsweredVerificationResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['AnsweredVerification'] = ResolversParentTypes['AnsweredVerification']> = {
  verification?: Resolver<ResolversTypes['Verification'], ParentType, ContextType>;
};

export type ChangedWorkersResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ChangedWorkers'] = ResolversParentTypes['ChangedWorkers']> = {
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<ReadonlyArray<ResolversTypes['ChangedRow']>, ParentType, ContextType>;
};

export type ChangedRowResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ChangedRow'] = ResolversParentTypes['ChangedRow']> = {
  row?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  worker?: Resolver<Maybe<ResolversTypes['Worker']>, ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['RowRefusal']>, ParentType, ContextType>;
};

export type ProposedWorkersResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ProposedWorkers'] = ResolversParentTypes['ProposedWorkers']> = {
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<ReadonlyArray<ResolversTypes['ProposedRow']>, ParentType, ContextType>;
};

export type ProposedRowResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ProposedRow'] = ResolversParentTypes['ProposedRow']> = {
  row?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  person?: Resolver<ResolversTypes['Person'], ParentType, ContextType>;
  worker?: Resolver<Maybe<ResolversTypes['Worker']>, ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['RowRefusal']>, ParentType, ContextType>;
};

export type RowRefusalResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['RowRefusal'] = ResolversParentTypes['RowRefusal']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WorkerEventResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['WorkerEvent'] = ResolversParentTypes['WorkerEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  worker?: Resolver<ResolversTypes['Worker'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['WorkerStatus']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['WorkerStatus'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agency?: Resolver<Maybe<ResolversTypes['Agency']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  verdict?: Resolver<Maybe<ResolversTypes['Verdict']>, ParentType, ContextType>;
  why?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  corrections?: Resolver<ReadonlyArray<ResolversTypes['FieldCorrection']>, ParentType, ContextType>;
};

export type FieldCorrectionResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['FieldCorrection'] = ResolversParentTypes['FieldCorrection']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DailyRunResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['DailyRun'] = ResolversParentTypes['DailyRun']> = {
  day?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  applied?: Resolver<ReadonlyArray<ResolversTypes['AppliedRule']>, ParentType, ContextType>;
};

export type AppliedRuleResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['AppliedRule'] = ResolversParentTypes['AppliedRule']> = {
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  times?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WorkerResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Worker'] = ResolversParentTypes['Worker'], FederationReferenceType extends FederationReferenceTypes['Worker'] = FederationReferenceTypes['Worker']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Worker']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nik?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  occupation?: Resolver<ResolversTypes['Occupation'], ParentType, ContextType>;
  sector?: Resolver<ResolversTypes['Sector'], ParentType, ContextType>;
  village?: Resolver<Maybe<ResolversTypes['Village']>, ParentType, ContextType>;
  decileAtEnrolment?: Resolver<Maybe<ResolversTypes['WelfareDecile']>, ParentType, ContextType>;
  decileNow?: Resolver<Maybe<ResolversTypes['WelfareDecile']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorkerStatus'], ParentType, ContextType>;
  exitReason?: Resolver<Maybe<ResolversTypes['ExitReason']>, ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['StatusChange']>, ParentType, ContextType>;
  enrolledOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  batch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  membership?: Resolver<Maybe<ResolversTypes['Membership']>, ParentType, ContextType>;
  verifications?: Resolver<ReadonlyArray<ResolversTypes['Verification']>, ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['RecordProblem']>, ParentType, ContextType>;
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['WorkerEvent']>, ParentType, ContextType>;
  formerTokens?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person'], FederationReferenceType extends FederationReferenceTypes['Person'] = FederationReferenceTypes['Person']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Person']> | FederationReferenceType, FederationReferenceType, ContextType>;
  token?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  enrolments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Worker']>>, ParentType, ContextType>;
};

export type MembershipResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Membership'] = ResolversParentTypes['Membership']> = {
  kpj?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  programmes?: Resolver<ReadonlyArray<ResolversTypes['InsuranceProgramme']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  insurerStatus?: Resolver<ResolversTypes['InsurerStatus'], ParentType, ContextType>;
  paidThrough?: Resolver<Maybe<ResolversTypes['Period']>, ParentType, ContextType>;
  monthsInRow?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VerificationResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Verification'] = ResolversParentTypes['Verification'], FederationReferenceType extends FederationReferenceTypes['Verification'] = FederationReferenceTypes['Verification']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Verification']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  worker?: Resolver<ResolversTypes['Worker'], ParentType, ContextType>;
  agency?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
  requestedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  answeredOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  expiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type WelfareDecileResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['WelfareDecile'] = ResolversParentTypes['WelfareDecile']> = {
  decile?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  band?: Resolver<ResolversTypes['DecileBand'], ParentType, ContextType>;
  edition?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StatusChangeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['StatusChange'] = ResolversParentTypes['StatusChange']> = {
  status?: Resolver<ResolversTypes['WorkerStatus'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type RecordProblemResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['RecordProblem'] = ResolversParentTypes['RecordProblem']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  raw?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CityResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['City'] = ResolversParentTypes['City'], FederationReferenceType extends FederationReferenceTypes['City'] = FederationReferenceTypes['City']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['City']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  workerCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workerSectors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SectorCount']>>, ParentType, ContextType>;
  coverage?: Resolver<Maybe<ResolversTypes['Coverage']>, ParentType, ContextType, Partial<CityCoverageArgs>>;
  coverageHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CityCoverageMonth']>>, ParentType, ContextType, Partial<CityCoverageHistoryArgs>>;
  workersCovered?: Resolver<Maybe<ResolversTypes['CityTotal']>, ParentType, ContextType>;
  funnel?: Resolver<Maybe<ResolversTypes['CityFunnel']>, ParentType, ContextType, Partial<CityFunnelArgs>>;
  funnelHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CityFunnelMonth']>>, ParentType, ContextType, Partial<CityFunnelHistoryArgs>>;
  workersWithoutVillage?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DistrictResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['District'] = ResolversParentTypes['District'], FederationReferenceType extends FederationReferenceTypes['District'] = FederationReferenceTypes['District']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['District']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  workerCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workerSectors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SectorCount']>>, ParentType, ContextType>;
  coverage?: Resolver<Maybe<ResolversTypes['Coverage']>, ParentType, ContextType, Partial<DistrictCoverageArgs>>;
  coverageHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CoverageMonth']>>, ParentType, ContextType, Partial<DistrictCoverageHistoryArgs>>;
  workers?: Resolver<Maybe<ResolversTypes['WorkerConnection']>, ParentType, ContextType, RequireFields<DistrictWorkersArgs, 'sort'>>;
};

export type VillageResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Village'] = ResolversParentTypes['Village'], FederationReferenceType extends FederationReferenceTypes['Village'] = FederationReferenceTypes['Village']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Village']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  workerCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workerSectors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SectorCount']>>, ParentType, ContextType>;
  coverage?: Resolver<Maybe<ResolversTypes['Coverage']>, ParentType, ContextType, Partial<VillageCoverageArgs>>;
  coverageHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CoverageMonth']>>, ParentType, ContextType, Partial<VillageCoverageHistoryArgs>>;
  workers?: Resolver<Maybe<ResolversTypes['WorkerConnection']>, ParentType, ContextType, RequireFields<VillageWorkersArgs, 'sort'>>;
};

export type AgencyResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Agency'] = ResolversParentTypes['Agency'], FederationReferenceType extends FederationReferenceTypes['Agency'] = FederationReferenceTypes['Agency']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Agency']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  funnel?: Resolver<Maybe<ResolversTypes['AgencyFunnel']>, ParentType, ContextType, Partial<AgencyFunnelArgs>>;
  funnelHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FunnelMonth']>>, ParentType, ContextType, Partial<AgencyFunnelHistoryArgs>>;
  verifications?: Resolver<Maybe<ResolversTypes['VerificationConnection']>, ParentType, ContextType, RequireFields<AgencyVerificationsArgs, 'sort'>>;
};

export type ProgrammeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Programme'] = ResolversParentTypes['Programme'], FederationReferenceType extends FederationReferenceTypes['Programme'] = FederationReferenceTypes['Programme']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Programme']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  workerSectors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SectorCount']>>, ParentType, ContextType>;
  workers?: Resolver<Maybe<ResolversTypes['WorkerConnection']>, ParentType, ContextType, RequireFields<ProgrammeWorkersArgs, 'sort'>>;
};

export type CoverageResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Coverage'] = ResolversParentTypes['Coverage']> = {
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  eligibleNotCovered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  byOccupation?: Resolver<ReadonlyArray<ResolversTypes['OccupationCount']>, ParentType, ContextType>;
  byDecileBand?: Resolver<ReadonlyArray<ResolversTypes['DecileBandCount']>, ParentType, ContextType>;
  byStatus?: Resolver<ReadonlyArray<ResolversTypes['StatusCount']>, ParentType, ContextType>;
  cells?: Resolver<ReadonlyArray<ResolversTypes['CoverageCell']>, ParentType, ContextType>;
  breakdown?: Resolver<ReadonlyArray<ResolversTypes['BreakdownRow']>, ParentType, ContextType, RequireFields<CoverageBreakdownArgs, 'by'>>;
  byMonthsInRow?: Resolver<ReadonlyArray<ResolversTypes['MonthsInRowCount']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CoverageMonthResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CoverageMonth'] = ResolversParentTypes['CoverageMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  coverage?: Resolver<ResolversTypes['Coverage'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['CoverageChange']>, ParentType, ContextType>;
};

export type CityCoverageMonthResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CityCoverageMonth'] = ResolversParentTypes['CityCoverageMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  coverage?: Resolver<ResolversTypes['Coverage'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['CoverageChange']>, ParentType, ContextType>;
};

export type CoverageChangeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CoverageChange'] = ResolversParentTypes['CoverageChange']> = {
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  eligibleNotCovered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OccupationCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['OccupationCount'] = ResolversParentTypes['OccupationCount']> = {
  occupation?: Resolver<ResolversTypes['Occupation'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  eligibleNotCovered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type DecileBandCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['DecileBandCount'] = ResolversParentTypes['DecileBandCount']> = {
  decileBand?: Resolver<ResolversTypes['DecileBand'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  eligibleNotCovered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type CoverageCellResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CoverageCell'] = ResolversParentTypes['CoverageCell']> = {
  occupation?: Resolver<ResolversTypes['Occupation'], ParentType, ContextType>;
  decileBand?: Resolver<ResolversTypes['DecileBand'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  eligibleNotCovered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type BreakdownRowResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['BreakdownRow'] = ResolversParentTypes['BreakdownRow']> = {
  occupation?: Resolver<Maybe<ResolversTypes['Occupation']>, ParentType, ContextType>;
  decileBand?: Resolver<Maybe<ResolversTypes['DecileBand']>, ParentType, ContextType>;
  sector?: Resolver<Maybe<ResolversTypes['Sector']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['WorkerStatus']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  eligibleNotCovered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type AreaCoverageResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['AreaCoverage'] = ResolversParentTypes['AreaCoverage']> = {
  district?: Resolver<Maybe<ResolversTypes['District']>, ParentType, ContextType>;
  village?: Resolver<Maybe<ResolversTypes['Village']>, ParentType, ContextType>;
  coverage?: Resolver<ResolversTypes['Coverage'], ParentType, ContextType>;
};

export type StatusCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['StatusCount'] = ResolversParentTypes['StatusCount']> = {
  status?: Resolver<ResolversTypes['WorkerStatus'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type MonthsInRowCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['MonthsInRowCount'] = ResolversParentTypes['MonthsInRowCount']> = {
  months?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type SectorCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['SectorCount'] = ResolversParentTypes['SectorCount']> = {
  sector?: Resolver<ResolversTypes['Sector'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type AgencyFunnelResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['AgencyFunnel'] = ResolversParentTypes['AgencyFunnel']> = {
  agency?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
  asked?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  answered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pending?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  verdicts?: Resolver<ReadonlyArray<ResolversTypes['VerdictCount']>, ParentType, ContextType>;
  turnaround?: Resolver<ResolversTypes['Turnaround'], ParentType, ContextType>;
  pendingByAge?: Resolver<ReadonlyArray<ResolversTypes['AgeCount']>, ParentType, ContextType>;
  oldestPending?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CityFunnelResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CityFunnel'] = ResolversParentTypes['CityFunnel']> = {
  asked?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  answered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pending?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  verdicts?: Resolver<ReadonlyArray<ResolversTypes['VerdictCount']>, ParentType, ContextType>;
  turnaround?: Resolver<ResolversTypes['Turnaround'], ParentType, ContextType>;
  pendingByAge?: Resolver<ReadonlyArray<ResolversTypes['AgeCount']>, ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CityFunnelMonthResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CityFunnelMonth'] = ResolversParentTypes['CityFunnelMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  funnel?: Resolver<ResolversTypes['CityFunnel'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['FunnelChange']>, ParentType, ContextType>;
};

export type FunnelMonthResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['FunnelMonth'] = ResolversParentTypes['FunnelMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  funnel?: Resolver<ResolversTypes['AgencyFunnel'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['FunnelChange']>, ParentType, ContextType>;
};

export type FunnelChangeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['FunnelChange'] = ResolversParentTypes['FunnelChange']> = {
  asked?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  answered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pending?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TurnaroundResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['Turnaround'] = ResolversParentTypes['Turnaround']> = {
  medianDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  p90Days?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lateRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  within?: Resolver<ReadonlyArray<ResolversTypes['AnsweredWithin']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type AnsweredWithinResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['AnsweredWithin'] = ResolversParentTypes['AnsweredWithin']> = {
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  answered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type VerdictCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['VerdictCount'] = ResolversParentTypes['VerdictCount']> = {
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type AgeCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['AgeCount'] = ResolversParentTypes['AgeCount']> = {
  age?: Resolver<ResolversTypes['AgeBand'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type CityTotalResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CityTotal'] = ResolversParentTypes['CityTotal']> = {
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type CountBasisResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['CountBasis'] = ResolversParentTypes['CountBasis']> = {
  month?: Resolver<Maybe<ResolversTypes['Period']>, ParentType, ContextType>;
  exactness?: Resolver<ResolversTypes['Exactness'], ParentType, ContextType>;
  noise?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WorkerConnectionResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['WorkerConnection'] = ResolversParentTypes['WorkerConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WorkerEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Worker']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WorkerEdgeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['WorkerEdge'] = ResolversParentTypes['WorkerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Worker'], ParentType, ContextType>;
};

export type VerificationConnectionResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['VerificationConnection'] = ResolversParentTypes['VerificationConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VerificationEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Verification']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type VerificationEdgeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['VerificationEdge'] = ResolversParentTypes['VerificationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Verification'], ParentType, ContextType>;
};

export type ImportJobResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportJob'] = ResolversParentTypes['ImportJob']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  agency?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImportState'], ParentType, ContextType>;
  columns?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  check?: Resolver<Maybe<ResolversTypes['ImportPass']>, ParentType, ContextType>;
  apply?: Resolver<Maybe<ResolversTypes['ImportPass']>, ParentType, ContextType>;
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  corrected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  undone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftAlone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  left?: Resolver<ReadonlyArray<ResolversTypes['ImportLeftRow']>, ParentType, ContextType>;
};

export type ImportLeftRowResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportLeftRow'] = ResolversParentTypes['ImportLeftRow']> = {
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  why?: Resolver<ResolversTypes['ImportLeftReason'], ParentType, ContextType>;
};

export type ImportPassResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportPass'] = ResolversParentTypes['ImportPass']> = {
  taken?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  same?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['ImportReasonCount']>, ParentType, ContextType>;
  notes?: Resolver<ReadonlyArray<ResolversTypes['ImportNoteCount']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ImportReasonCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportReasonCount'] = ResolversParentTypes['ImportReasonCount']> = {
  code?: Resolver<ResolversTypes['ImportReasonCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  textId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ImportNoteCountResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportNoteCount'] = ResolversParentTypes['ImportNoteCount']> = {
  code?: Resolver<ResolversTypes['ImportNoteCode'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ImportedRowsResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportedRows'] = ResolversParentTypes['ImportedRows']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  taken?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  same?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ReadonlyArray<ResolversTypes['RejectedLine']>, ParentType, ContextType>;
};

export type RejectedLineResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['RejectedLine'] = ResolversParentTypes['RejectedLine']> = {
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['ImportReason']>, ParentType, ContextType>;
};

export type ImportReasonResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportReason'] = ResolversParentTypes['ImportReason']> = {
  code?: Resolver<ResolversTypes['ImportReasonCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  textId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  likely?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RejectedRowResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['RejectedRow'] = ResolversParentTypes['RejectedRow']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RejectedRowState'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['ImportReason']>, ParentType, ContextType>;
  cells?: Resolver<ReadonlyArray<ResolversTypes['RejectedCell']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RejectedCellResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['RejectedCell'] = ResolversParentTypes['RejectedCell']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImportJobConnectionResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportJobConnection'] = ResolversParentTypes['ImportJobConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ImportJobEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ImportJob']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ImportJobEdgeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['ImportJobEdge'] = ResolversParentTypes['ImportJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type RejectedRowConnectionResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['RejectedRowConnection'] = ResolversParentTypes['RejectedRowConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RejectedRowEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RejectedRow']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RejectedRowEdgeResolvers<ContextType = WorkersContext, ParentType extends ResolversParentTypes['RejectedRowEdge'] = ResolversParentTypes['RejectedRowEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RejectedRow'], ParentType, ContextType>;
};

export type Resolvers<ContextType = WorkersContext> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Period?: GraphQLScalarType;
  Nik?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  ChangedWorker?: ChangedWorkerResolvers<ContextType>;
  MergedWorkers?: MergedWorkersResolvers<ContextType>;
  PossibleDuplicates?: PossibleDuplicatesResolvers<ContextType>;
  PossibleDuplicatesConnection?: PossibleDuplicatesConnectionResolvers<ContextType>;
  PossibleDuplicatesEdge?: PossibleDuplicatesEdgeResolvers<ContextType>;
  AnsweredVerification?: AnsweredVerificationResolvers<ContextType>;
  ChangedWorkers?: ChangedWorkersResolvers<ContextType>;
  ChangedRow?: ChangedRowResolvers<ContextType>;
  ProposedWorkers?: ProposedWorkersResolvers<ContextType>;
  ProposedRow?: ProposedRowResolvers<ContextType>;
  RowRefusal?: RowRefusalResolvers<ContextType>;
  WorkerEvent?: WorkerEventResolvers<ContextType>;
  FieldCorrection?: FieldCorrectionResolvers<ContextType>;
  DailyRun?: DailyRunResolvers<ContextType>;
  AppliedRule?: AppliedRuleResolvers<ContextType>;
  Worker?: WorkerResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  Membership?: MembershipResolvers<ContextType>;
  Verification?: VerificationResolvers<ContextType>;
  WelfareDecile?: WelfareDecileResolvers<ContextType>;
  StatusChange?: StatusChangeResolvers<ContextType>;
  RecordProblem?: RecordProblemResolvers<ContextType>;
  City?: CityResolvers<ContextType>;
  District?: DistrictResolvers<ContextType>;
  Village?: VillageResolvers<ContextType>;
  Agency?: AgencyResolvers<ContextType>;
  Programme?: ProgrammeResolvers<ContextType>;
  Coverage?: CoverageResolvers<ContextType>;
  CoverageMonth?: CoverageMonthResolvers<ContextType>;
  CityCoverageMonth?: CityCoverageMonthResolvers<ContextType>;
  CoverageChange?: CoverageChangeResolvers<ContextType>;
  OccupationCount?: OccupationCountResolvers<ContextType>;
  DecileBandCount?: DecileBandCountResolvers<ContextType>;
  CoverageCell?: CoverageCellResolvers<ContextType>;
  BreakdownRow?: BreakdownRowResolvers<ContextType>;
  AreaCoverage?: AreaCoverageResolvers<ContextType>;
  StatusCount?: StatusCountResolvers<ContextType>;
  MonthsInRowCount?: MonthsInRowCountResolvers<ContextType>;
  SectorCount?: SectorCountResolvers<ContextType>;
  AgencyFunnel?: AgencyFunnelResolvers<ContextType>;
  CityFunnel?: CityFunnelResolvers<ContextType>;
  CityFunnelMonth?: CityFunnelMonthResolvers<ContextType>;
  FunnelMonth?: FunnelMonthResolvers<ContextType>;
  FunnelChange?: FunnelChangeResolvers<ContextType>;
  Turnaround?: TurnaroundResolvers<ContextType>;
  AnsweredWithin?: AnsweredWithinResolvers<ContextType>;
  VerdictCount?: VerdictCountResolvers<ContextType>;
  AgeCount?: AgeCountResolvers<ContextType>;
  CityTotal?: CityTotalResolvers<ContextType>;
  CountBasis?: CountBasisResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  WorkerConnection?: WorkerConnectionResolvers<ContextType>;
  WorkerEdge?: WorkerEdgeResolvers<ContextType>;
  VerificationConnection?: VerificationConnectionResolvers<ContextType>;
  VerificationEdge?: VerificationEdgeResolvers<ContextType>;
  ImportJob?: ImportJobResolvers<ContextType>;
  ImportLeftRow?: ImportLeftRowResolvers<ContextType>;
  ImportPass?: ImportPassResolvers<ContextType>;
  ImportReasonCount?: ImportReasonCountResolvers<ContextType>;
  ImportNoteCount?: ImportNoteCountResolvers<ContextType>;
  ImportedRows?: ImportedRowsResolvers<ContextType>;
  RejectedLine?: RejectedLineResolvers<ContextType>;
  ImportReason?: ImportReasonResolvers<ContextType>;
  RejectedRow?: RejectedRowResolvers<ContextType>;
  RejectedCell?: RejectedCellResolvers<ContextType>;
  ImportJobConnection?: ImportJobConnectionResolvers<ContextType>;
  ImportJobEdge?: ImportJobEdgeResolvers<ContextType>;
  RejectedRowConnection?: RejectedRowConnectionResolvers<ContextType>;
  RejectedRowEdge?: RejectedRowEdgeResolvers<ContextType>;
};
