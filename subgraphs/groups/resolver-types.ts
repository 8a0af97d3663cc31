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
};

export type Query = {
  readonly city?: Maybe<City>;
  readonly groups?: Maybe<ReadonlyArray<Group>>;
  readonly group?: Maybe<Group>;
  readonly member?: Maybe<Member>;
  readonly members?: Maybe<MemberConnection>;
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

export type Group = {
  readonly kind: GroupKind;
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
  readonly person?: Maybe<Person>;
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
  readonly groups?: Maybe<ReadonlyArray<Group>>;
};

export type City = {
  readonly code?: Maybe<Scalars['ID']['output']>;
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
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
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
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Period: Scalars['Period']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
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

export type QueryResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  city?: Resolver<Maybe<ResolversTypes['City']>, ParentType, ContextType>;
  groups?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Group']>>, ParentType, ContextType>;
  group?: Resolver<Maybe<ResolversTypes['Group']>, ParentType, ContextType, RequireFields<QueryGroupArgs, 'kind'>>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberArgs, 'id'>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<QueryMembersArgs, 'sort'>>;
};

export type GroupResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Group'] = ResolversParentTypes['Group'], FederationReferenceType extends FederationReferenceTypes['Group'] = FederationReferenceTypes['Group']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Group']> | FederationReferenceType, FederationReferenceType, ContextType>;
  kind?: Resolver<ResolversTypes['GroupKind'], ParentType, ContextType>;
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
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
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
  groups?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Group']>>, ParentType, ContextType>;
};

export type CityResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['City'] = ResolversParentTypes['City'], FederationReferenceType extends FederationReferenceTypes['City'] = FederationReferenceTypes['City']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['City']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
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
  memberCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  groupCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['GroupCount']>>, ParentType, ContextType, Partial<DistrictGroupCountsArgs>>;
  memberHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MemberMonth']>>, ParentType, ContextType, Partial<DistrictMemberHistoryArgs>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<DistrictMembersArgs, 'sort'>>;
  membersComputedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type VillageResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Village'] = ResolversParentTypes['Village'], FederationReferenceType extends FederationReferenceTypes['Village'] = FederationReferenceTypes['Village']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Village']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  memberCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  groupCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['GroupCount']>>, ParentType, ContextType, Partial<VillageGroupCountsArgs>>;
  memberHistory?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MemberMonth']>>, ParentType, ContextType, Partial<VillageMemberHistoryArgs>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<VillageMembersArgs, 'sort'>>;
  membersComputedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ProgrammeResolvers<ContextType = GroupsContext, ParentType extends ResolversParentTypes['Programme'] = ResolversParentTypes['Programme'], FederationReferenceType extends FederationReferenceTypes['Programme'] = FederationReferenceTypes['Programme']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Programme']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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

export type Resolvers<ContextType = GroupsContext> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Period?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
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
};
