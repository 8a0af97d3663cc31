// Written by `npm run types` from schema/groups.graphql: change that, or parents.ts, and run it again.
import type { Geometry, RupiahLike } from '../data/scalars.ts';
import type { GroupsContext } from './context.ts';
import type { GroupsParents } from './parents.ts';

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
  readonly groups?: Maybe<ReadonlyArray<Group>>;
  readonly group?: Maybe<Group>;
  readonly member?: Maybe<Member>;
  readonly members?: Maybe<MemberConnection>;
  readonly memberImportJobs?: Maybe<ImportJobConnection>;
  readonly memberImportJob?: Maybe<ImportJob>;
  readonly rejectedMemberRows?: Maybe<RejectedRowConnection>;
};


export type QueryGroupArgs = {
  kind: GroupKind;
};


export type QueryMemberArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MemberFilter>;
  sort?: MemberSort;
};


export type QueryMemberImportJobsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryMemberImportJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRejectedMemberRowsArgs = {
  job: Scalars['ID']['input'];
  waiting?: InputMaybe<Scalars['Boolean']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly enrolMember?: Maybe<ChangedMember>;
  readonly endTerm?: Maybe<ChangedMember>;
  readonly exitMember?: Maybe<ChangedMember>;
  readonly correctMember?: Maybe<ChangedMember>;
  readonly beginMemberImport?: Maybe<ImportJob>;
  readonly importMemberRows?: Maybe<ImportedRows>;
  readonly finishMemberImport?: Maybe<ImportJob>;
  readonly correctRejectedMemberRow?: Maybe<RejectedRow>;
  readonly undoMemberImport?: Maybe<ImportJob>;
};


export type MutationEnrolMemberArgs = {
  input: EnrolMemberInput;
};


export type MutationEndTermArgs = {
  input: EndServiceInput;
};


export type MutationExitMemberArgs = {
  input: EndServiceInput;
};


export type MutationCorrectMemberArgs = {
  input: CorrectMemberInput;
};


export type MutationBeginMemberImportArgs = {
  input: BeginImportInput;
};


export type MutationImportMemberRowsArgs = {
  input: ImportRowsInput;
};


export type MutationFinishMemberImportArgs = {
  input: FinishImportInput;
};


export type MutationCorrectRejectedMemberRowArgs = {
  input: CorrectRejectedRowInput;
};


export type MutationUndoMemberImportArgs = {
  input: UndoImportInput;
};

export type ChangedMember = {
  readonly member: Member;
  readonly remaining: ReadonlyArray<Member>;
};

export type MemberEvent = {
  readonly id: Scalars['ID']['output'];
  readonly member: Member;
  readonly change: Scalars['String']['output'];
  readonly from?: Maybe<MemberStatus>;
  readonly to: MemberStatus;
  readonly on: Scalars['Date']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly by?: Maybe<Scalars['String']['output']>;
  readonly agency?: Maybe<Agency>;
  readonly version: Scalars['Int']['output'];
  readonly job?: Maybe<Scalars['ID']['output']>;
  readonly why?: Maybe<Scalars['String']['output']>;
  readonly corrections: ReadonlyArray<MemberCorrection>;
};

export type MemberCorrection = {
  readonly field: Scalars['String']['output'];
  readonly before?: Maybe<Scalars['String']['output']>;
  readonly after?: Maybe<Scalars['String']['output']>;
};

export type EnrolMemberInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly group: GroupKind;
  readonly name: Scalars['String']['input'];
  readonly nik: Scalars['Nik']['input'];
  readonly birthDate: Scalars['Date']['input'];
  readonly unit: Scalars['String']['input'];
  readonly village?: InputMaybe<Scalars['ID']['input']>;
  readonly termFrom: Scalars['Date']['input'];
};

export type EndServiceInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly member: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly on?: InputMaybe<Scalars['Date']['input']>;
  readonly why: Scalars['String']['input'];
};

export type CorrectMemberInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly member: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly why: Scalars['String']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly nik?: InputMaybe<Scalars['Nik']['input']>;
  readonly birthDate?: InputMaybe<Scalars['Date']['input']>;
  readonly unit?: InputMaybe<Scalars['String']['input']>;
  readonly village?: InputMaybe<Scalars['ID']['input']>;
  readonly termFrom?: InputMaybe<Scalars['Date']['input']>;
};

export type Group = {
  readonly kind: GroupKind;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly owner: Agency;
  readonly memberCount: Scalars['Int']['output'];
  readonly counts?: Maybe<GroupCount>;
  readonly history?: Maybe<ReadonlyArray<GroupMonth>>;
  readonly members: MemberConnection;
};


export type GroupCountsArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type GroupHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type GroupMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MemberFilter>;
  sort?: MemberSort;
};

export type Member = {
  readonly id: Scalars['ID']['output'];
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly nik?: Maybe<Scalars['String']['output']>;
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  readonly group: Group;
  readonly unit: Scalars['String']['output'];
  readonly village?: Maybe<Village>;
  readonly status: MemberStatus;
  readonly termFrom: Scalars['Date']['output'];
  readonly termTo?: Maybe<Scalars['Date']['output']>;
  readonly membership?: Maybe<Membership>;
  readonly events: ReadonlyArray<MemberEvent>;
  readonly person?: Maybe<Person>;
  readonly formerTokens: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Int']['output'];
};

export type Person = {
  readonly token: Scalars['ID']['output'];
  readonly memberships?: Maybe<ReadonlyArray<Member>>;
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

export type Agency = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly groups?: Maybe<ReadonlyArray<Group>>;
};

export type City = {
  readonly code?: Maybe<Scalars['ID']['output']>;
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly groupCounts?: Maybe<ReadonlyArray<GroupCount>>;
  readonly memberHistory?: Maybe<ReadonlyArray<CityMemberMonth>>;
  readonly membersCovered?: Maybe<CityTotal>;
  readonly membersWithoutVillage?: Maybe<Scalars['Int']['output']>;
  readonly membersComputedAt?: Maybe<Scalars['DateTime']['output']>;
};


export type CityGroupCountsArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type CityMemberHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};

export type District = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly groupCounts?: Maybe<ReadonlyArray<GroupCount>>;
  readonly memberHistory?: Maybe<ReadonlyArray<MemberMonth>>;
  readonly members?: Maybe<MemberConnection>;
  readonly membersComputedAt?: Maybe<Scalars['DateTime']['output']>;
};


export type DistrictGroupCountsArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type DistrictMemberHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type DistrictMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MemberFilter>;
  sort?: MemberSort;
};

export type Village = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly groupCounts?: Maybe<ReadonlyArray<GroupCount>>;
  readonly memberHistory?: Maybe<ReadonlyArray<MemberMonth>>;
  readonly members?: Maybe<MemberConnection>;
  readonly membersComputedAt?: Maybe<Scalars['DateTime']['output']>;
};


export type VillageGroupCountsArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type VillageMemberHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type VillageMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MemberFilter>;
  sort?: MemberSort;
};

export type Programme = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly groupCounts?: Maybe<ReadonlyArray<GroupCount>>;
  readonly members?: Maybe<MemberConnection>;
};


export type ProgrammeGroupCountsArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type ProgrammeMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MemberFilter>;
  sort?: MemberSort;
};

export type GroupCount = {
  readonly group: Group;
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly totalBasis: CountBasis;
  readonly basis: CountBasis;
};

export type GroupMonth = {
  readonly month: Scalars['Period']['output'];
  readonly counts: GroupCount;
  readonly change?: Maybe<MemberChange>;
};

export type MemberMonth = {
  readonly month: Scalars['Period']['output'];
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly groups: ReadonlyArray<GroupCount>;
  readonly change?: Maybe<MemberChange>;
  readonly basis: CountBasis;
};

export type CityMemberMonth = {
  readonly month: Scalars['Period']['output'];
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
  readonly coverageRate?: Maybe<Scalars['Float']['output']>;
  readonly groups: ReadonlyArray<GroupCount>;
  readonly change?: Maybe<MemberChange>;
  readonly basis: CountBasis;
};

export type MemberChange = {
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly covered?: Maybe<Scalars['Int']['output']>;
  readonly atRisk?: Maybe<Scalars['Int']['output']>;
};

export type GroupKind =
  | 'NON_ASN_STAFF'
  | 'TEACHER'
  | 'POSYANDU'
  | 'PKK'
  | 'LINMAS'
  | 'RT'
  | 'RW';

export type MemberStatus =
  | 'ACTIVE'
  | 'IN_ARREARS'
  | 'SUSPENDED'
  | 'TERM_ENDED'
  | 'EXITED';

export type InsurerStatus =
  | 'PENDING'
  | 'ACTIVE'
  | 'INACTIVE'
  | 'CLOSED';

export type InsuranceProgramme =
  | 'JKK'
  | 'JKM';

export type MemberFilter = {
  readonly districts?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly villages?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly groups?: InputMaybe<ReadonlyArray<GroupKind>>;
  readonly statuses?: InputMaybe<ReadonlyArray<MemberStatus>>;
  readonly insurerStatuses?: InputMaybe<ReadonlyArray<InsurerStatus>>;
  readonly atRisk?: InputMaybe<Scalars['Boolean']['input']>;
  readonly termFrom?: InputMaybe<Scalars['Date']['input']>;
  readonly termTo?: InputMaybe<Scalars['Date']['input']>;
};

export type MemberSort =
  | 'APPOINTED_LATEST'
  | 'APPOINTED_EARLIEST'
  | 'ID';

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

export type MemberConnection = {
  readonly edges?: Maybe<ReadonlyArray<MemberEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<Member>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type MemberEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Member;
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
  Group: Group;
  Member: Member;
  Person: Person;
  Agency: Agency;
  City: City;
  District: District;
  Village: Village;
  Programme: Programme;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Group:
    ( { __typename: 'Group' }
    & GraphQLRecursivePick<FederationTypes['Group'], {"kind":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
  Person:
    ( { __typename: 'Person' }
    & GraphQLRecursivePick<FederationTypes['Person'], {"token":true}> );
  Agency:
    ( { __typename: 'Agency' }
    & GraphQLRecursivePick<FederationTypes['Agency'], {"code":true}> );
  City:
    ( { __typename: 'City' }
    & GraphQLRecursivePick<FederationTypes['City'], {"code":true}> );
  District:
    ( { __typename: 'District' }
    & GraphQLRecursivePick<FederationTypes['District'], {"code":true}> );
  Village:
    ( { __typename: 'Village' }
    & GraphQLRecursivePick<FederationTypes['Village'], {"code":true}> );
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
  ChangedMember: ResolverTypeWrapper<GroupsParents['ChangedMember']>;
  MemberEvent: ResolverTypeWrapper<GroupsParents['MemberEvent']>;
  MemberCorrection: ResolverTypeWrapper<GroupsParents['MemberCorrection']>;
  EnrolMemberInput: EnrolMemberInput;
  EndServiceInput: EndServiceInput;
  CorrectMemberInput: CorrectMemberInput;
  Group: ResolverTypeWrapper<GroupsParents['Group']>;
  Member: ResolverTypeWrapper<GroupsParents['Member']>;
  Person: ResolverTypeWrapper<GroupsParents['Person']>;
  Membership: ResolverTypeWrapper<GroupsParents['Membership']>;
  Agency: ResolverTypeWrapper<GroupsParents['Agency']>;
  City: ResolverTypeWrapper<GroupsParents['City']>;
  District: ResolverTypeWrapper<GroupsParents['District']>;
  Village: ResolverTypeWrapper<GroupsParents['Village']>;
  Programme: ResolverTypeWrapper<GroupsParents['Programme']>;
  GroupCount: ResolverTypeWrapper<GroupsParents['GroupCount']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  GroupMonth: ResolverTypeWrapper<GroupsParents['GroupMonth']>;
  MemberMonth: ResolverTypeWrapper<GroupsParents['MemberMonth']>;
  CityMemberMonth: ResolverTypeWrapper<GroupsParents['CityMemberMonth']>;
  MemberChange: ResolverTypeWrapper<MemberChange>;
  GroupKind: GroupKind;
  MemberStatus: MemberStatus;
  InsurerStatus: InsurerStatus;
  InsuranceProgramme: InsuranceProgramme;
  MemberFilter: MemberFilter;
  MemberSort: MemberSort;
  CityTotal: ResolverTypeWrapper<CityTotal>;
  CountBasis: ResolverTypeWrapper<CountBasis>;
  Exactness: Exactness;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  MemberConnection: ResolverTypeWrapper<GroupsParents['MemberConnection']>;
  MemberEdge: ResolverTypeWrapper<Omit<MemberEdge, 'node'> & { node: ResolversTypes['Member'] }>;
  ImportKind: ImportKind;
  ImportPassName: ImportPassName;
  ImportState: ImportState;
  RejectedRowState: RejectedRowState;
  ImportNoteCode: ImportNoteCode;
  ImportReasonCode: ImportReasonCode;
  ImportJob: ResolverTypeWrapper<GroupsParents['ImportJob']>;
  ImportLeftRow: ResolverTypeWrapper<GroupsParents['ImportLeftRow']>;
  ImportLeftReason: ImportLeftReason;
  ImportPass: ResolverTypeWrapper<GroupsParents['ImportPass']>;
  ImportReasonCount: ResolverTypeWrapper<GroupsParents['ImportReasonCount']>;
  ImportNoteCount: ResolverTypeWrapper<GroupsParents['ImportNoteCount']>;
  ImportedRows: ResolverTypeWrapper<GroupsParents['ImportedRows']>;
  RejectedLine: ResolverTypeWrapper<GroupsParents['RejectedLine']>;
  ImportReason: ResolverTypeWrapper<GroupsParents['ImportReason']>;
  RejectedRow: ResolverTypeWrapper<GroupsParents['RejectedRow']>;
  RejectedCell: ResolverTypeWrapper<RejectedCell>;
  ImportJobConnection: ResolverTypeWrapper<GroupsParents['ImportJobConnection']>;
  ImportJobEdge: ResolverTypeWrapper<Omit<ImportJobEdge, 'node'> & { node: ResolversTypes['ImportJob'] }>;
  RejectedRowConnection: ResolverTypeWrapper<GroupsParents['RejectedRowConnection']>;
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
  ChangedMember: GroupsParents['ChangedMember'];
  MemberEvent: GroupsParents['MemberEvent'];
  MemberCorrection: GroupsParents['MemberCorrection'];
  EnrolMemberInput: EnrolMemberInput;
  EndServiceInput: EndServiceInput;
  CorrectMemberInput: CorrectMemberInput;
  Group: GroupsParents['Group'];
  Member: GroupsParents['Member'];
  Person: GroupsParents['Person'];
  Membership: GroupsParents['Membership'];
  Agency: GroupsParents['Agency'];
  City: GroupsParents['City'];
  District: GroupsParents['District'];
  Village: GroupsParents['Village'];
  Programme: GroupsParents['Programme'];
  GroupCount: GroupsParents['GroupCount'];
  Float: Scalars['Float']['output'];
  GroupMonth: GroupsParents['GroupMonth'];
  MemberMonth: GroupsParents['MemberMonth'];
  CityMemberMonth: GroupsParents['CityMemberMonth'];
  MemberChange: MemberChange;
  MemberFilter: MemberFilter;
  CityTotal: CityTotal;
  CountBasis: CountBasis;
  PageInfo: PageInfo;
  MemberConnection: GroupsParents['MemberConnection'];
  MemberEdge: Omit<MemberEdge, 'node'> & { node: ResolversParentTypes['Member'] };
  ImportJob: GroupsParents['ImportJob'];
  ImportLeftRow: GroupsParents['ImportLeftRow'];
  ImportPass: GroupsParents['ImportPass'];
  ImportReasonCount: GroupsParents['ImportReasonCount'];
  ImportNoteCount: GroupsParents['ImportNoteCount'];
  ImportedRows: GroupsParents['ImportedRows'];
  RejectedLine: GroupsParents['RejectedLine'];
  ImportReason: GroupsParents['ImportReason'];
  RejectedRow: GroupsParents['RejectedRow'];
  RejectedCell: RejectedCell;
  ImportJobConnection: GroupsParents['ImportJobConnection'];
  ImportJobEdge: Omit<ImportJobEdge, 'node'> & { node: ResolversParentTypes['ImportJob'] };
  RejectedRowConnection: GroupsParents['RejectedRowConnection'];
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

export type QueryResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  city?: Resolver<Maybe<ResolversTypes['City']>, ParentType, ContextType>;
  groups?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Group']>>, ParentType, ContextType>;
  group?: Resolver<Maybe<ResolversTypes['Group']>, ParentType, ContextType, RequireFields<QueryGroupArgs, 'kind'>>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberArgs, 'id'>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<QueryMembersArgs, 'sort'>>;
  memberImportJobs?: Resolver<Maybe<ResolversTypes['ImportJobConnection']>, ParentType, ContextType, Partial<QueryMemberImportJobsArgs>>;
  memberImportJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<QueryMemberImportJobArgs, 'id'>>;
  rejectedMemberRows?: Resolver<Maybe<ResolversTypes['RejectedRowConnection']>, ParentType, ContextType, RequireFields<QueryRejectedMemberRowsArgs, 'job'>>;
};

export type MutationResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  enrolMember?: Resolver<Maybe<ResolversTypes['ChangedMember']>, ParentType, ContextType, RequireFields<MutationEnrolMemberArgs, 'input'>>;
  endTerm?: Resolver<Maybe<ResolversTypes['ChangedMember']>, ParentType, ContextType, RequireFields<MutationEndTermArgs, 'input'>>;
  exitMember?: Resolver<Maybe<ResolversTypes['ChangedMember']>, ParentType, ContextType, RequireFields<MutationExitMemberArgs, 'input'>>;
  correctMember?: Resolver<Maybe<ResolversTypes['ChangedMember']>, ParentType, ContextType, RequireFields<MutationCorrectMemberArgs, 'input'>>;
  beginMemberImport?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<MutationBeginMemberImportArgs, 'input'>>;
  importMemberRows?: Resolver<Maybe<ResolversTypes['ImportedRows']>, ParentType, ContextType, RequireFields<MutationImportMemberRowsArgs, 'input'>>;
  finishMemberImport?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<MutationFinishMemberImportArgs, 'input'>>;
  correctRejectedMemberRow?: Resolver<Maybe<ResolversTypes['RejectedRow']>, ParentType, ContextType, RequireFields<MutationCorrectRejectedMemberRowArgs, 'input'>>;
  undoMemberImport?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<MutationUndoMemberImportArgs, 'input'>>;
};

export type ChangedMemberResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ChangedMember'] = ResolversParentTypes['ChangedMember']> = {
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  remaining?: Resolver<ReadonlyArray<ResolversTypes['Member']>, ParentType, ContextType>;
};

export type MemberEventResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['MemberEvent'] = ResolversParentTypes['MemberEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['MemberStatus']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['MemberStatus'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agency?: Resolver<Maybe<ResolversTypes['Agency']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  why?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  corrections?: Resolver<ReadonlyArray<ResolversTypes['MemberCorrection']>, ParentType, ContextType>;
};

export type MemberCorrectionResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['MemberCorrection'] = ResolversParentTypes['MemberCorrection']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type GroupResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Group'] = ResolversParentTypes['Group'], FederationReferenceType extends FederationReferenceTypes['Group'] = FederationReferenceTypes['Group']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Group']> | FederationReferenceType, FederationReferenceType, ContextType>;
  kind?: Resolver<ResolversTypes['GroupKind'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
  memberCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  counts?: Resolver<Maybe<ResolversTypes['GroupCount']>, ParentType, ContextType, Partial<GroupCountsArgs>>;
  history?: Resolver<Maybe<ReadonlyArray<ResolversTypes['GroupMonth']>>, ParentType, ContextType, Partial<GroupHistoryArgs>>;
  members?: Resolver<ResolversTypes['MemberConnection'], ParentType, ContextType, RequireFields<GroupMembersArgs, 'sort'>>;
};

export type MemberResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nik?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  group?: Resolver<ResolversTypes['Group'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  village?: Resolver<Maybe<ResolversTypes['Village']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['MemberStatus'], ParentType, ContextType>;
  termFrom?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  termTo?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  membership?: Resolver<Maybe<ResolversTypes['Membership']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['MemberEvent']>, ParentType, ContextType>;
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
  formerTokens?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person'], FederationReferenceType extends FederationReferenceTypes['Person'] = FederationReferenceTypes['Person']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Person']> | FederationReferenceType, FederationReferenceType, ContextType>;
  token?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  memberships?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Member']>>, ParentType, ContextType>;
};

export type MembershipResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Membership'] = ResolversParentTypes['Membership']> = {
  kpj?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  programmes?: Resolver<ReadonlyArray<ResolversTypes['InsuranceProgramme']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  insurerStatus?: Resolver<ResolversTypes['InsurerStatus'], ParentType, ContextType>;
  paidThrough?: Resolver<Maybe<ResolversTypes['Period']>, ParentType, ContextType>;
  monthsInRow?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AgencyResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Agency'] = ResolversParentTypes['Agency'], FederationReferenceType extends FederationReferenceTypes['Agency'] = FederationReferenceTypes['Agency']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Agency']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  groups?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Group']>>, ParentType, ContextType>;
};

export type CityResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['City'] = ResolversParentTypes['City'], FederationReferenceType extends FederationReferenceTypes['City'] = FederationReferenceTypes['City']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['City']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  memberCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  groupCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['GroupCount']>>, ParentType, ContextType, Partial<CityGroupCountsArgs>>;
  memberHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CityMemberMonth']>>, ParentType, ContextType, Partial<CityMemberHistoryArgs>>;
  membersCovered?: Resolver<Maybe<ResolversTypes['CityTotal']>, ParentType, ContextType>;
  membersWithoutVillage?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  membersComputedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type DistrictResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['District'] = ResolversParentTypes['District'], FederationReferenceType extends FederationReferenceTypes['District'] = FederationReferenceTypes['District']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['District']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  memberCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  groupCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['GroupCount']>>, ParentType, ContextType, Partial<DistrictGroupCountsArgs>>;
  memberHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MemberMonth']>>, ParentType, ContextType, Partial<DistrictMemberHistoryArgs>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<DistrictMembersArgs, 'sort'>>;
  membersComputedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type VillageResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Village'] = ResolversParentTypes['Village'], FederationReferenceType extends FederationReferenceTypes['Village'] = FederationReferenceTypes['Village']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Village']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  memberCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  groupCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['GroupCount']>>, ParentType, ContextType, Partial<VillageGroupCountsArgs>>;
  memberHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MemberMonth']>>, ParentType, ContextType, Partial<VillageMemberHistoryArgs>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<VillageMembersArgs, 'sort'>>;
  membersComputedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ProgrammeResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Programme'] = ResolversParentTypes['Programme'], FederationReferenceType extends FederationReferenceTypes['Programme'] = FederationReferenceTypes['Programme']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Programme']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  memberCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  groupCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['GroupCount']>>, ParentType, ContextType, Partial<ProgrammeGroupCountsArgs>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<ProgrammeMembersArgs, 'sort'>>;
};

export type GroupCountResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['GroupCount'] = ResolversParentTypes['GroupCount']> = {
  group?: Resolver<ResolversTypes['Group'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  totalBasis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type GroupMonthResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['GroupMonth'] = ResolversParentTypes['GroupMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['GroupCount'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['MemberChange']>, ParentType, ContextType>;
};

export type MemberMonthResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['MemberMonth'] = ResolversParentTypes['MemberMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['GroupCount']>, ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['MemberChange']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type CityMemberMonthResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['CityMemberMonth'] = ResolversParentTypes['CityMemberMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['GroupCount']>, ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['MemberChange']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type MemberChangeResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['MemberChange'] = ResolversParentTypes['MemberChange']> = {
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CityTotalResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['CityTotal'] = ResolversParentTypes['CityTotal']> = {
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type CountBasisResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['CountBasis'] = ResolversParentTypes['CountBasis']> = {
  month?: Resolver<Maybe<ResolversTypes['Period']>, ParentType, ContextType>;
  exactness?: Resolver<ResolversTypes['Exactness'], ParentType, ContextType>;
  noise?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MemberConnectionResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['MemberConnection'] = ResolversParentTypes['MemberConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MemberEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Member']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MemberEdgeResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['MemberEdge'] = ResolversParentTypes['MemberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
};

export type ImportJobResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportJob'] = ResolversParentTypes['ImportJob']> = {
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

export type ImportLeftRowResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportLeftRow'] = ResolversParentTypes['ImportLeftRow']> = {
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  why?: Resolver<ResolversTypes['ImportLeftReason'], ParentType, ContextType>;
};

export type ImportPassResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportPass'] = ResolversParentTypes['ImportPass']> = {
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

export type ImportReasonCountResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportReasonCount'] = ResolversParentTypes['ImportReasonCount']> = {
  code?: Resolver<ResolversTypes['ImportReasonCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  textId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ImportNoteCountResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportNoteCount'] = ResolversParentTypes['ImportNoteCount']> = {
  code?: Resolver<ResolversTypes['ImportNoteCode'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ImportedRowsResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportedRows'] = ResolversParentTypes['ImportedRows']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  taken?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  same?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ReadonlyArray<ResolversTypes['RejectedLine']>, ParentType, ContextType>;
};

export type RejectedLineResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['RejectedLine'] = ResolversParentTypes['RejectedLine']> = {
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['ImportReason']>, ParentType, ContextType>;
};

export type ImportReasonResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportReason'] = ResolversParentTypes['ImportReason']> = {
  code?: Resolver<ResolversTypes['ImportReasonCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  textId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  likely?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RejectedRowResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['RejectedRow'] = ResolversParentTypes['RejectedRow']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RejectedRowState'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['ImportReason']>, ParentType, ContextType>;
  cells?: Resolver<ReadonlyArray<ResolversTypes['RejectedCell']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RejectedCellResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['RejectedCell'] = ResolversParentTypes['RejectedCell']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImportJobConnectionResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportJobConnection'] = ResolversParentTypes['ImportJobConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ImportJobEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ImportJob']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ImportJobEdgeResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['ImportJobEdge'] = ResolversParentTypes['ImportJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type RejectedRowConnectionResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['RejectedRowConnection'] = ResolversParentTypes['RejectedRowConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RejectedRowEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RejectedRow']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RejectedRowEdgeResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['RejectedRowEdge'] = ResolversParentTypes['RejectedRowEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RejectedRow'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GroupsContext> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Period?: GraphQLScalarType;
  Nik?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  ChangedMember?: ChangedMemberResolvers<ContextType>;
  MemberEvent?: MemberEventResolvers<ContextType>;
  MemberCorrection?: MemberCorrectionResolvers<ContextType>;
  Group?: GroupResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  Membership?: MembershipResolvers<ContextType>;
  Agency?: AgencyResolvers<ContextType>;
  City?: CityResolvers<ContextType>;
  District?: DistrictResolvers<ContextType>;
  Village?: VillageResolvers<ContextType>;
  Programme?: ProgrammeResolvers<ContextType>;
  GroupCount?: GroupCountResolvers<ContextType>;
  GroupMonth?: GroupMonthResolvers<ContextType>;
  MemberMonth?: MemberMonthResolvers<ContextType>;
  CityMemberMonth?: CityMemberMonthResolvers<ContextType>;
  MemberChange?: MemberChangeResolvers<ContextType>;
  CityTotal?: CityTotalResolvers<ContextType>;
  CountBasis?: CountBasisResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  MemberConnection?: MemberConnectionResolvers<ContextType>;
  MemberEdge?: MemberEdgeResolvers<ContextType>;
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
