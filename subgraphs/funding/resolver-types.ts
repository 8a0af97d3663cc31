// Written by `npm run types` from schema/funding.graphql: change that, or parents.ts, and run it again.
import type { Geometry, RupiahLike } from '../data/scalars.ts';
import type { FundingContext } from './context.ts';
import type { FundingParents } from './parents.ts';

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
  Rupiah: { input: bigint; output: RupiahLike; }
};

export type Query = {
  readonly city?: Maybe<City>;
  readonly programme?: Maybe<Programme>;
  readonly programmes?: Maybe<ReadonlyArray<Programme>>;
  readonly contributionRate?: Maybe<ContributionRate>;
  readonly contributionRates?: Maybe<ReadonlyArray<ContributionRate>>;
  readonly budget?: Maybe<Budget>;
  readonly payments?: Maybe<PaymentConnection>;
  readonly doubleFundings?: Maybe<DoubleFundingConnection>;
  readonly doubleFundingCounts?: Maybe<DoubleFundingCounts>;
  readonly doubleFundingHistory?: Maybe<ReadonlyArray<DoubleFundingMonth>>;
};


export type QueryProgrammeArgs = {
  code: Scalars['ID']['input'];
};


export type QueryContributionRateArgs = {
  sector: Sector;
  period: Scalars['Period']['input'];
};


export type QueryContributionRatesArgs = {
  sector?: InputMaybe<Sector>;
};


export type QueryBudgetArgs = {
  programme: Scalars['ID']['input'];
  year: Scalars['Int']['input'];
};


export type QueryPaymentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentFilter>;
  sort?: PaymentSort;
};


export type QueryDoubleFundingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DoubleFundingFilter>;
};


export type QueryDoubleFundingCountsArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type QueryDoubleFundingHistoryArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};

export type Mutation = {
  readonly recordBill?: Maybe<ContributionBatch>;
  readonly recordPayment?: Maybe<Payment>;
};


export type MutationRecordBillArgs = {
  input: RecordBillInput;
};


export type MutationRecordPaymentArgs = {
  input: RecordPaymentInput;
};

export type RecordBillInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly programme: Scalars['ID']['input'];
  readonly period: Scalars['Period']['input'];
  readonly participants: Scalars['Int']['input'];
  readonly amount: Scalars['Rupiah']['input'];
};

export type RecordPaymentInput = {
  readonly idempotencyKey: Scalars['ID']['input'];
  readonly programme: Scalars['ID']['input'];
  readonly period: Scalars['Period']['input'];
  readonly version: Scalars['Int']['input'];
  readonly year: Scalars['Int']['input'];
  readonly paidOn: Scalars['Date']['input'];
  readonly amount: Scalars['Rupiah']['input'];
  readonly reference: Scalars['String']['input'];
};

export type Programme = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly name: Scalars['String']['output'];
  readonly launchedOn?: Maybe<Scalars['Date']['output']>;
  readonly funder: Agency;
  readonly insurer: Agency;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly participants?: Maybe<Scalars['Int']['output']>;
  readonly liability?: Maybe<Liability>;
  readonly reconciliation?: Maybe<Reconciliation>;
  readonly budgets: ReadonlyArray<Budget>;
  readonly batches: ReadonlyArray<ContributionBatch>;
  readonly payments: PaymentConnection;
};


export type ProgrammeLiabilityArgs = {
  from: Scalars['Period']['input'];
  to: Scalars['Period']['input'];
};


export type ProgrammeReconciliationArgs = {
  year: Scalars['Int']['input'];
};


export type ProgrammeBatchesArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type ProgrammePaymentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentFilter>;
  sort?: PaymentSort;
};

export type Liability = {
  readonly from: Scalars['Period']['output'];
  readonly to: Scalars['Period']['output'];
  readonly participants: Scalars['Int']['output'];
  readonly total: Scalars['Rupiah']['output'];
  readonly periods: ReadonlyArray<LiabilityPeriod>;
};

export type LiabilityPeriod = {
  readonly period: Scalars['Period']['output'];
  readonly amount: Scalars['Rupiah']['output'];
  readonly sectors: ReadonlyArray<LiabilitySector>;
};

export type LiabilitySector = {
  readonly sector: Sector;
  readonly participants?: Maybe<Scalars['Int']['output']>;
  readonly rate: ContributionRate;
  readonly amount?: Maybe<Scalars['Rupiah']['output']>;
};

export type Reconciliation = {
  readonly budget: Budget;
  readonly from: Scalars['Period']['output'];
  readonly to: Scalars['Period']['output'];
  readonly participants: Scalars['Int']['output'];
  readonly months: Scalars['Int']['output'];
  readonly ceiling: Scalars['Rupiah']['output'];
  readonly liability: Scalars['Rupiah']['output'];
  readonly billed: Scalars['Rupiah']['output'];
  readonly paid: Scalars['Rupiah']['output'];
  readonly unpaid: Scalars['Rupiah']['output'];
  readonly remaining: Scalars['Rupiah']['output'];
  readonly shortfall: Scalars['Rupiah']['output'];
  readonly monthsFunded: Scalars['Float']['output'];
  readonly monthsLeft: Scalars['Float']['output'];
  readonly periods: ReadonlyArray<ReconciliationPeriod>;
};

export type ReconciliationPeriod = {
  readonly period: Scalars['Period']['output'];
  readonly liability: Scalars['Rupiah']['output'];
  readonly billed: Scalars['Rupiah']['output'];
  readonly paid: Scalars['Rupiah']['output'];
  readonly unpaid: Scalars['Rupiah']['output'];
  readonly paidToDate: Scalars['Rupiah']['output'];
  readonly remaining: Scalars['Rupiah']['output'];
};

export type Budget = {
  readonly id: Scalars['ID']['output'];
  readonly programme: Programme;
  readonly year: Scalars['Int']['output'];
  readonly accountCode: Scalars['String']['output'];
  readonly from: Scalars['Period']['output'];
  readonly to: Scalars['Period']['output'];
  readonly ceiling: Scalars['Rupiah']['output'];
  readonly paid: Scalars['Rupiah']['output'];
  readonly remaining: Scalars['Rupiah']['output'];
};

export type ContributionRate = {
  readonly id: Scalars['ID']['output'];
  readonly sector: Sector;
  readonly from: Scalars['Period']['output'];
  readonly to?: Maybe<Scalars['Period']['output']>;
  readonly jkk: Scalars['Rupiah']['output'];
  readonly jkm: Scalars['Rupiah']['output'];
  readonly discountPercent: Scalars['Int']['output'];
  readonly total: Scalars['Rupiah']['output'];
  readonly wageClass: Scalars['Rupiah']['output'];
  readonly legalBasis: Scalars['String']['output'];
};

export type ContributionBatch = {
  readonly id: Scalars['ID']['output'];
  readonly programme: Programme;
  readonly period: Scalars['Period']['output'];
  readonly participants: Scalars['Int']['output'];
  readonly amount: Scalars['Rupiah']['output'];
  readonly paid: Scalars['Rupiah']['output'];
  readonly status: BatchStatus;
  readonly insurer: Agency;
  readonly version: Scalars['Int']['output'];
  readonly payments: ReadonlyArray<Payment>;
};

export type Payment = {
  readonly id: Scalars['ID']['output'];
  readonly paidOn: Scalars['Date']['output'];
  readonly amount: Scalars['Rupiah']['output'];
  readonly reference: Scalars['String']['output'];
  readonly batch: ContributionBatch;
  readonly budget: Budget;
};

export type BatchStatus =
  | 'OPEN'
  | 'PARTLY_PAID'
  | 'PAID';

export type DoubleFunding = {
  readonly id: Scalars['ID']['output'];
  readonly person?: Maybe<Person>;
  readonly village?: Maybe<Village>;
  readonly foundAt: Scalars['DateTime']['output'];
};

export type DoubleFundingCounts = {
  readonly total: Scalars['Int']['output'];
  readonly byVillage: ReadonlyArray<DoubleFundingCount>;
  readonly monthlyCost?: Maybe<Scalars['Rupiah']['output']>;
  readonly basis: CountBasis;
  readonly computedAt: Scalars['DateTime']['output'];
};

export type DoubleFundingCount = {
  readonly village?: Maybe<Village>;
  readonly count?: Maybe<Scalars['Int']['output']>;
  readonly monthlyCost?: Maybe<Scalars['Rupiah']['output']>;
  readonly basis: CountBasis;
};

export type DoubleFundingMonth = {
  readonly month: Scalars['Period']['output'];
  readonly counts: DoubleFundingCounts;
  readonly change?: Maybe<DoubleFundingChange>;
};

export type DoubleFundingChange = {
  readonly total?: Maybe<Scalars['Int']['output']>;
};

export type Person = {
  readonly token: Scalars['ID']['output'];
  readonly fundedTwice?: Maybe<Scalars['Boolean']['output']>;
};

export type Agency = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly fundedProgrammes?: Maybe<ReadonlyArray<Programme>>;
  readonly insuredProgrammes?: Maybe<ReadonlyArray<Programme>>;
};

export type City = {
  readonly code?: Maybe<Scalars['ID']['output']>;
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly workerCount?: Maybe<Scalars['Int']['output']>;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly workersCovered?: Maybe<CityTotal>;
  readonly membersCovered?: Maybe<CityTotal>;
  readonly workforce?: Maybe<Scalars['Int']['output']>;
  readonly participants?: Maybe<Scalars['Int']['output']>;
  readonly participantsBasis?: Maybe<CountBasis>;
  readonly fundedTwice?: Maybe<Scalars['Int']['output']>;
  readonly fundedTwiceBasis?: Maybe<CountBasis>;
};

export type District = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly workerCount?: Maybe<Scalars['Int']['output']>;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly participants?: Maybe<Scalars['Int']['output']>;
  readonly workerLiability?: Maybe<Scalars['Rupiah']['output']>;
  readonly fundedTwice?: Maybe<Scalars['Int']['output']>;
  readonly fundedTwiceBasis?: Maybe<CountBasis>;
};


export type DistrictWorkerLiabilityArgs = {
  period: Scalars['Period']['input'];
};


export type DistrictFundedTwiceArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type DistrictFundedTwiceBasisArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};

export type Village = {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly workerCount?: Maybe<Scalars['Int']['output']>;
  readonly workerSectors?: Maybe<ReadonlyArray<SectorCount>>;
  readonly memberCount?: Maybe<Scalars['Int']['output']>;
  readonly participants?: Maybe<Scalars['Int']['output']>;
  readonly workerLiability?: Maybe<Scalars['Rupiah']['output']>;
  readonly fundedTwice?: Maybe<Scalars['Int']['output']>;
  readonly fundedTwiceBasis?: Maybe<CountBasis>;
};


export type VillageWorkerLiabilityArgs = {
  period: Scalars['Period']['input'];
};


export type VillageFundedTwiceArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};


export type VillageFundedTwiceBasisArgs = {
  month?: InputMaybe<Scalars['Period']['input']>;
};

export type PublishedFigure = {
  readonly code: Scalars['ID']['output'];
  readonly id: Scalars['ID']['output'];
  readonly city: City;
  readonly computed?: Maybe<Measure>;
  readonly computedBasis?: Maybe<CountBasis>;
  readonly computedRemark?: Maybe<Scalars['String']['output']>;
  readonly computedRemarkId?: Maybe<Scalars['String']['output']>;
};

export type Measure = {
  readonly people?: Maybe<Scalars['Int']['output']>;
  readonly rupiah?: Maybe<Scalars['Rupiah']['output']>;
  readonly percent?: Maybe<Scalars['Float']['output']>;
  readonly date?: Maybe<Scalars['Date']['output']>;
};

export type SectorCount = {
  readonly sector: Sector;
  readonly count?: Maybe<Scalars['Int']['output']>;
  readonly basis: CountBasis;
};

export type Sector =
  | 'TRANSPORT'
  | 'OTHER';

export type PaymentFilter = {
  readonly programmes?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly periodFrom?: InputMaybe<Scalars['Period']['input']>;
  readonly periodTo?: InputMaybe<Scalars['Period']['input']>;
  readonly amountFrom?: InputMaybe<Scalars['Rupiah']['input']>;
  readonly amountTo?: InputMaybe<Scalars['Rupiah']['input']>;
};

export type PaymentSort =
  | 'PAID_LATEST'
  | 'PAID_EARLIEST';

export type DoubleFundingFilter = {
  readonly districts?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly villages?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

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

export type PaymentConnection = {
  readonly edges?: Maybe<ReadonlyArray<PaymentEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<Payment>>;
  readonly pageInfo: PageInfo;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type PaymentEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Payment;
};

export type DoubleFundingConnection = {
  readonly edges?: Maybe<ReadonlyArray<DoubleFundingEdge>>;
  readonly nodes?: Maybe<ReadonlyArray<DoubleFunding>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type DoubleFundingEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: DoubleFunding;
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
  Programme: Programme;
  Budget: Budget;
  ContributionRate: ContributionRate;
  ContributionBatch: ContributionBatch;
  Payment: Payment;
  DoubleFunding: DoubleFunding;
  Person: Person;
  Agency: Agency;
  City: City;
  District: District;
  Village: Village;
  PublishedFigure: PublishedFigure;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Programme:
    ( { __typename: 'Programme' }
    & GraphQLRecursivePick<FederationTypes['Programme'], {"code":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Programme'], {"workerSectors":{"sector":true,"count":true},"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['Programme'], {"workerSectors":{"sector":true,"count":true},"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['Programme'], {"workerSectors":{"sector":true,"count":true},"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['Programme'], {"workerSectors":{"sector":true,"count":true},"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['Programme'], {"workerSectors":{"sector":true,"count":true},"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['Programme'], {"workerSectors":{"sector":true,"count":true},"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['Programme'], {"workerSectors":{"sector":true,"count":true},"memberCount":true}> ) );
  Budget:
    ( { __typename: 'Budget' }
    & GraphQLRecursivePick<FederationTypes['Budget'], {"id":true}> );
  ContributionRate:
    ( { __typename: 'ContributionRate' }
    & GraphQLRecursivePick<FederationTypes['ContributionRate'], {"id":true}> );
  ContributionBatch:
    ( { __typename: 'ContributionBatch' }
    & GraphQLRecursivePick<FederationTypes['ContributionBatch'], {"id":true}> );
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
  DoubleFunding:
    ( { __typename: 'DoubleFunding' }
    & GraphQLRecursivePick<FederationTypes['DoubleFunding'], {"id":true}> );
  Person:
    ( { __typename: 'Person' }
    & GraphQLRecursivePick<FederationTypes['Person'], {"token":true}> );
  Agency:
    ( { __typename: 'Agency' }
    & GraphQLRecursivePick<FederationTypes['Agency'], {"code":true}> );
  City:
    ( { __typename: 'City' }
    & GraphQLRecursivePick<FederationTypes['City'], {"code":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['City'], {"workerCount":true,"memberCount":true}> ) );
  District:
    ( { __typename: 'District' }
    & GraphQLRecursivePick<FederationTypes['District'], {"code":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['District'], {"workerCount":true,"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['District'], {"workerCount":true,"memberCount":true,"workerSectors":{"sector":true,"count":true}}>
        | GraphQLRecursivePick<FederationTypes['District'], {"workerSectors":{"sector":true,"count":true}}> ) );
  Village:
    ( { __typename: 'Village' }
    & GraphQLRecursivePick<FederationTypes['Village'], {"code":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Village'], {"workerCount":true,"memberCount":true}>
        | GraphQLRecursivePick<FederationTypes['Village'], {"workerCount":true,"memberCount":true,"workerSectors":{"sector":true,"count":true}}>
        | GraphQLRecursivePick<FederationTypes['Village'], {"workerSectors":{"sector":true,"count":true}}> ) );
  PublishedFigure:
    ( { __typename: 'PublishedFigure' }
    & GraphQLRecursivePick<FederationTypes['PublishedFigure'], {"code":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['PublishedFigure'], {"city":{"workerCount":true,"workerSectors":{"sector":true,"count":true},"memberCount":true,"workforce":true,"workersCovered":{"count":true,"basis":{"month":true,"exactness":true,"noise":true}},"membersCovered":{"count":true,"basis":{"month":true,"exactness":true,"noise":true}}}}>
        | GraphQLRecursivePick<FederationTypes['PublishedFigure'], {"city":{"workerCount":true,"workerSectors":{"sector":true,"count":true},"memberCount":true,"workforce":true,"workersCovered":{"count":true,"basis":{"month":true,"exactness":true,"noise":true}},"membersCovered":{"count":true,"basis":{"month":true,"exactness":true,"noise":true}}}}>
        | GraphQLRecursivePick<FederationTypes['PublishedFigure'], {"city":{"workerCount":true,"workerSectors":{"sector":true,"count":true},"memberCount":true,"workforce":true,"workersCovered":{"count":true,"basis":{"month":true,"exactness":true,"noise":true}},"membersCovered":{"count":true,"basis":{"month":true,"exactness":true,"noise":true}}}}> ) );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Period: ResolverTypeWrapper<Scalars['Period']['output']>;
  Rupiah: ResolverTypeWrapper<Scalars['Rupiah']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordBillInput: RecordBillInput;
  RecordPaymentInput: RecordPaymentInput;
  Programme: ResolverTypeWrapper<FundingParents['Programme']>;
  Liability: ResolverTypeWrapper<FundingParents['Liability']>;
  LiabilityPeriod: ResolverTypeWrapper<FundingParents['LiabilityPeriod']>;
  LiabilitySector: ResolverTypeWrapper<Omit<LiabilitySector, 'rate'> & { rate: ResolversTypes['ContributionRate'] }>;
  Reconciliation: ResolverTypeWrapper<FundingParents['Reconciliation']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ReconciliationPeriod: ResolverTypeWrapper<FundingParents['ReconciliationPeriod']>;
  Budget: ResolverTypeWrapper<FundingParents['Budget']>;
  ContributionRate: ResolverTypeWrapper<FundingParents['ContributionRate']>;
  ContributionBatch: ResolverTypeWrapper<FundingParents['ContributionBatch']>;
  Payment: ResolverTypeWrapper<FundingParents['Payment']>;
  BatchStatus: BatchStatus;
  DoubleFunding: ResolverTypeWrapper<FundingParents['DoubleFunding']>;
  DoubleFundingCounts: ResolverTypeWrapper<FundingParents['DoubleFundingCounts']>;
  DoubleFundingCount: ResolverTypeWrapper<FundingParents['DoubleFundingCount']>;
  DoubleFundingMonth: ResolverTypeWrapper<FundingParents['DoubleFundingMonth']>;
  DoubleFundingChange: ResolverTypeWrapper<DoubleFundingChange>;
  Person: ResolverTypeWrapper<FundingParents['Person']>;
  Agency: ResolverTypeWrapper<FundingParents['Agency']>;
  City: ResolverTypeWrapper<FundingParents['City']>;
  District: ResolverTypeWrapper<FundingParents['District']>;
  Village: ResolverTypeWrapper<FundingParents['Village']>;
  PublishedFigure: ResolverTypeWrapper<FundingParents['PublishedFigure']>;
  Measure: ResolverTypeWrapper<FundingParents['Measure']>;
  SectorCount: ResolverTypeWrapper<FundingParents['SectorCount']>;
  Sector: Sector;
  PaymentFilter: PaymentFilter;
  PaymentSort: PaymentSort;
  DoubleFundingFilter: DoubleFundingFilter;
  CityTotal: ResolverTypeWrapper<CityTotal>;
  CountBasis: ResolverTypeWrapper<CountBasis>;
  Exactness: Exactness;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PaymentConnection: ResolverTypeWrapper<FundingParents['PaymentConnection']>;
  PaymentEdge: ResolverTypeWrapper<Omit<PaymentEdge, 'node'> & { node: ResolversTypes['Payment'] }>;
  DoubleFundingConnection: ResolverTypeWrapper<FundingParents['DoubleFundingConnection']>;
  DoubleFundingEdge: ResolverTypeWrapper<Omit<DoubleFundingEdge, 'node'> & { node: ResolversTypes['DoubleFunding'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Period: Scalars['Period']['output'];
  Rupiah: Scalars['Rupiah']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  RecordBillInput: RecordBillInput;
  RecordPaymentInput: RecordPaymentInput;
  Programme: FundingParents['Programme'];
  Liability: FundingParents['Liability'];
  LiabilityPeriod: FundingParents['LiabilityPeriod'];
  LiabilitySector: Omit<LiabilitySector, 'rate'> & { rate: ResolversParentTypes['ContributionRate'] };
  Reconciliation: FundingParents['Reconciliation'];
  Float: Scalars['Float']['output'];
  ReconciliationPeriod: FundingParents['ReconciliationPeriod'];
  Budget: FundingParents['Budget'];
  ContributionRate: FundingParents['ContributionRate'];
  ContributionBatch: FundingParents['ContributionBatch'];
  Payment: FundingParents['Payment'];
  DoubleFunding: FundingParents['DoubleFunding'];
  DoubleFundingCounts: FundingParents['DoubleFundingCounts'];
  DoubleFundingCount: FundingParents['DoubleFundingCount'];
  DoubleFundingMonth: FundingParents['DoubleFundingMonth'];
  DoubleFundingChange: DoubleFundingChange;
  Person: FundingParents['Person'];
  Agency: FundingParents['Agency'];
  City: FundingParents['City'];
  District: FundingParents['District'];
  Village: FundingParents['Village'];
  PublishedFigure: FundingParents['PublishedFigure'];
  Measure: FundingParents['Measure'];
  SectorCount: FundingParents['SectorCount'];
  PaymentFilter: PaymentFilter;
  DoubleFundingFilter: DoubleFundingFilter;
  CityTotal: CityTotal;
  CountBasis: CountBasis;
  PageInfo: PageInfo;
  PaymentConnection: FundingParents['PaymentConnection'];
  PaymentEdge: Omit<PaymentEdge, 'node'> & { node: ResolversParentTypes['Payment'] };
  DoubleFundingConnection: FundingParents['DoubleFundingConnection'];
  DoubleFundingEdge: Omit<DoubleFundingEdge, 'node'> & { node: ResolversParentTypes['DoubleFunding'] };
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

export interface RupiahScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Rupiah'], any> {
  name: 'Rupiah';
}

export type QueryResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  city?: Resolver<Maybe<ResolversTypes['City']>, ParentType, ContextType>;
  programme?: Resolver<Maybe<ResolversTypes['Programme']>, ParentType, ContextType, RequireFields<QueryProgrammeArgs, 'code'>>;
  programmes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Programme']>>, ParentType, ContextType>;
  contributionRate?: Resolver<Maybe<ResolversTypes['ContributionRate']>, ParentType, ContextType, RequireFields<QueryContributionRateArgs, 'sector' | 'period'>>;
  contributionRates?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ContributionRate']>>, ParentType, ContextType, Partial<QueryContributionRatesArgs>>;
  budget?: Resolver<Maybe<ResolversTypes['Budget']>, ParentType, ContextType, RequireFields<QueryBudgetArgs, 'programme' | 'year'>>;
  payments?: Resolver<Maybe<ResolversTypes['PaymentConnection']>, ParentType, ContextType, RequireFields<QueryPaymentsArgs, 'sort'>>;
  doubleFundings?: Resolver<Maybe<ResolversTypes['DoubleFundingConnection']>, ParentType, ContextType, Partial<QueryDoubleFundingsArgs>>;
  doubleFundingCounts?: Resolver<Maybe<ResolversTypes['DoubleFundingCounts']>, ParentType, ContextType, Partial<QueryDoubleFundingCountsArgs>>;
  doubleFundingHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DoubleFundingMonth']>>, ParentType, ContextType, Partial<QueryDoubleFundingHistoryArgs>>;
};

export type MutationResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  recordBill?: Resolver<Maybe<ResolversTypes['ContributionBatch']>, ParentType, ContextType, RequireFields<MutationRecordBillArgs, 'input'>>;
  recordPayment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<MutationRecordPaymentArgs, 'input'>>;
};

export type ProgrammeResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Programme'] = ResolversParentTypes['Programme'], FederationReferenceType extends FederationReferenceTypes['Programme'] = FederationReferenceTypes['Programme']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Programme']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  launchedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  funder?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
  insurer?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
  participants?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  liability?: Resolver<Maybe<ResolversTypes['Liability']>, ParentType, ContextType, RequireFields<ProgrammeLiabilityArgs, 'from' | 'to'>>;
  reconciliation?: Resolver<Maybe<ResolversTypes['Reconciliation']>, ParentType, ContextType, RequireFields<ProgrammeReconciliationArgs, 'year'>>;
  budgets?: Resolver<ReadonlyArray<ResolversTypes['Budget']>, ParentType, ContextType>;
  batches?: Resolver<ReadonlyArray<ResolversTypes['ContributionBatch']>, ParentType, ContextType, Partial<ProgrammeBatchesArgs>>;
  payments?: Resolver<ResolversTypes['PaymentConnection'], ParentType, ContextType, RequireFields<ProgrammePaymentsArgs, 'sort'>>;
};

export type LiabilityResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Liability'] = ResolversParentTypes['Liability']> = {
  from?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  periods?: Resolver<ReadonlyArray<ResolversTypes['LiabilityPeriod']>, ParentType, ContextType>;
};

export type LiabilityPeriodResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['LiabilityPeriod'] = ResolversParentTypes['LiabilityPeriod']> = {
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  sectors?: Resolver<ReadonlyArray<ResolversTypes['LiabilitySector']>, ParentType, ContextType>;
};

export type LiabilitySectorResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['LiabilitySector'] = ResolversParentTypes['LiabilitySector']> = {
  sector?: Resolver<ResolversTypes['Sector'], ParentType, ContextType>;
  participants?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rate?: Resolver<ResolversTypes['ContributionRate'], ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
};

export type ReconciliationResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Reconciliation'] = ResolversParentTypes['Reconciliation']> = {
  budget?: Resolver<ResolversTypes['Budget'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  months?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ceiling?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  liability?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  billed?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  paid?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  unpaid?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  shortfall?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  monthsFunded?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  monthsLeft?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  periods?: Resolver<ReadonlyArray<ResolversTypes['ReconciliationPeriod']>, ParentType, ContextType>;
};

export type ReconciliationPeriodResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['ReconciliationPeriod'] = ResolversParentTypes['ReconciliationPeriod']> = {
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  liability?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  billed?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  paid?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  unpaid?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  paidToDate?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
};

export type BudgetResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Budget'] = ResolversParentTypes['Budget'], FederationReferenceType extends FederationReferenceTypes['Budget'] = FederationReferenceTypes['Budget']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Budget']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  programme?: Resolver<ResolversTypes['Programme'], ParentType, ContextType>;
  year?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  accountCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  ceiling?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  paid?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
};

export type ContributionRateResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['ContributionRate'] = ResolversParentTypes['ContributionRate'], FederationReferenceType extends FederationReferenceTypes['ContributionRate'] = FederationReferenceTypes['ContributionRate']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ContributionRate']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sector?: Resolver<ResolversTypes['Sector'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Period']>, ParentType, ContextType>;
  jkk?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  jkm?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  discountPercent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  wageClass?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  legalBasis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ContributionBatchResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['ContributionBatch'] = ResolversParentTypes['ContributionBatch'], FederationReferenceType extends FederationReferenceTypes['ContributionBatch'] = FederationReferenceTypes['ContributionBatch']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ContributionBatch']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  programme?: Resolver<ResolversTypes['Programme'], ParentType, ContextType>;
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  paid?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['BatchStatus'], ParentType, ContextType>;
  insurer?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  payments?: Resolver<ReadonlyArray<ResolversTypes['Payment']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  paidOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  batch?: Resolver<ResolversTypes['ContributionBatch'], ParentType, ContextType>;
  budget?: Resolver<ResolversTypes['Budget'], ParentType, ContextType>;
};

export type DoubleFundingResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['DoubleFunding'] = ResolversParentTypes['DoubleFunding'], FederationReferenceType extends FederationReferenceTypes['DoubleFunding'] = FederationReferenceTypes['DoubleFunding']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['DoubleFunding']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
  village?: Resolver<Maybe<ResolversTypes['Village']>, ParentType, ContextType>;
  foundAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type DoubleFundingCountsResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['DoubleFundingCounts'] = ResolversParentTypes['DoubleFundingCounts']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  byVillage?: Resolver<ReadonlyArray<ResolversTypes['DoubleFundingCount']>, ParentType, ContextType>;
  monthlyCost?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type DoubleFundingCountResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['DoubleFundingCount'] = ResolversParentTypes['DoubleFundingCount']> = {
  village?: Resolver<Maybe<ResolversTypes['Village']>, ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  monthlyCost?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type DoubleFundingMonthResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['DoubleFundingMonth'] = ResolversParentTypes['DoubleFundingMonth']> = {
  month?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['DoubleFundingCounts'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['DoubleFundingChange']>, ParentType, ContextType>;
};

export type DoubleFundingChangeResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['DoubleFundingChange'] = ResolversParentTypes['DoubleFundingChange']> = {
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PersonResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person'], FederationReferenceType extends FederationReferenceTypes['Person'] = FederationReferenceTypes['Person']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Person']> | FederationReferenceType, FederationReferenceType, ContextType>;
  token?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  fundedTwice?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type AgencyResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Agency'] = ResolversParentTypes['Agency'], FederationReferenceType extends FederationReferenceTypes['Agency'] = FederationReferenceTypes['Agency']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Agency']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  fundedProgrammes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Programme']>>, ParentType, ContextType>;
  insuredProgrammes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Programme']>>, ParentType, ContextType>;
};

export type CityResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['City'] = ResolversParentTypes['City'], FederationReferenceType extends FederationReferenceTypes['City'] = FederationReferenceTypes['City']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['City']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  participants?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  participantsBasis?: Resolver<Maybe<ResolversTypes['CountBasis']>, ParentType, ContextType>;
  fundedTwice?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  fundedTwiceBasis?: Resolver<Maybe<ResolversTypes['CountBasis']>, ParentType, ContextType>;
};

export type DistrictResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['District'] = ResolversParentTypes['District'], FederationReferenceType extends FederationReferenceTypes['District'] = FederationReferenceTypes['District']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['District']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  participants?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workerLiability?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType, RequireFields<DistrictWorkerLiabilityArgs, 'period'>>;
  fundedTwice?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<DistrictFundedTwiceArgs>>;
  fundedTwiceBasis?: Resolver<Maybe<ResolversTypes['CountBasis']>, ParentType, ContextType, Partial<DistrictFundedTwiceBasisArgs>>;
};

export type VillageResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Village'] = ResolversParentTypes['Village'], FederationReferenceType extends FederationReferenceTypes['Village'] = FederationReferenceTypes['Village']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Village']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  participants?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workerLiability?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType, RequireFields<VillageWorkerLiabilityArgs, 'period'>>;
  fundedTwice?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<VillageFundedTwiceArgs>>;
  fundedTwiceBasis?: Resolver<Maybe<ResolversTypes['CountBasis']>, ParentType, ContextType, Partial<VillageFundedTwiceBasisArgs>>;
};

export type PublishedFigureResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['PublishedFigure'] = ResolversParentTypes['PublishedFigure'], FederationReferenceType extends FederationReferenceTypes['PublishedFigure'] = FederationReferenceTypes['PublishedFigure']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PublishedFigure']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  computed?: Resolver<Maybe<ResolversTypes['Measure']>, ParentType, ContextType>;
  computedBasis?: Resolver<Maybe<ResolversTypes['CountBasis']>, ParentType, ContextType>;
  computedRemark?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  computedRemarkId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MeasureResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['Measure'] = ResolversParentTypes['Measure']> = {
  people?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rupiah?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  percent?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  date?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type SectorCountResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['SectorCount'] = ResolversParentTypes['SectorCount']> = {
  sector?: Resolver<ResolversTypes['Sector'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type CityTotalResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['CityTotal'] = ResolversParentTypes['CityTotal']> = {
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['CountBasis'], ParentType, ContextType>;
};

export type CountBasisResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['CountBasis'] = ResolversParentTypes['CountBasis']> = {
  month?: Resolver<Maybe<ResolversTypes['Period']>, ParentType, ContextType>;
  exactness?: Resolver<ResolversTypes['Exactness'], ParentType, ContextType>;
  noise?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentConnectionResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['PaymentConnection'] = ResolversParentTypes['PaymentConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PaymentEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Payment']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PaymentEdgeResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['PaymentEdge'] = ResolversParentTypes['PaymentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
};

export type DoubleFundingConnectionResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['DoubleFundingConnection'] = ResolversParentTypes['DoubleFundingConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DoubleFundingEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DoubleFunding']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DoubleFundingEdgeResolvers<ContextType = FundingContext, ParentType extends ResolversParentTypes['DoubleFundingEdge'] = ResolversParentTypes['DoubleFundingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DoubleFunding'], ParentType, ContextType>;
};

export type Resolvers<ContextType = FundingContext> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Period?: GraphQLScalarType;
  Rupiah?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Programme?: ProgrammeResolvers<ContextType>;
  Liability?: LiabilityResolvers<ContextType>;
  LiabilityPeriod?: LiabilityPeriodResolvers<ContextType>;
  LiabilitySector?: LiabilitySectorResolvers<ContextType>;
  Reconciliation?: ReconciliationResolvers<ContextType>;
  ReconciliationPeriod?: ReconciliationPeriodResolvers<ContextType>;
  Budget?: BudgetResolvers<ContextType>;
  ContributionRate?: ContributionRateResolvers<ContextType>;
  ContributionBatch?: ContributionBatchResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  DoubleFunding?: DoubleFundingResolvers<ContextType>;
  DoubleFundingCounts?: DoubleFundingCountsResolvers<ContextType>;
  DoubleFundingCount?: DoubleFundingCountResolvers<ContextType>;
  DoubleFundingMonth?: DoubleFundingMonthResolvers<ContextType>;
  DoubleFundingChange?: DoubleFundingChangeResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  Agency?: AgencyResolvers<ContextType>;
  City?: CityResolvers<ContextType>;
  District?: DistrictResolvers<ContextType>;
  Village?: VillageResolvers<ContextType>;
  PublishedFigure?: PublishedFigureResolvers<ContextType>;
  Measure?: MeasureResolvers<ContextType>;
  SectorCount?: SectorCountResolvers<ContextType>;
  CityTotal?: CityTotalResolvers<ContextType>;
  CountBasis?: CountBasisResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PaymentConnection?: PaymentConnectionResolvers<ContextType>;
  PaymentEdge?: PaymentEdgeResolvers<ContextType>;
  DoubleFundingConnection?: DoubleFundingConnectionResolvers<ContextType>;
  DoubleFundingEdge?: DoubleFundingEdgeResolvers<ContextType>;
};
