// Written by `npm run types` from schema/agencies.graphql: change that, or parents.ts, and run it again.
import type { Geometry, RupiahLike } from '../data/scalars.ts';
import type { AgenciesContext } from './context.ts';
import type { AgenciesParents } from './parents.ts';

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
  GeoJSON: { input: never; output: Geometry; }
  Rupiah: { input: bigint; output: RupiahLike; }
};

export type Query = {
  readonly city?: Maybe<City>;
  readonly agency?: Maybe<Agency>;
  readonly agencies?: Maybe<AgencyConnection>;
  readonly district?: Maybe<District>;
  readonly village?: Maybe<Village>;
  readonly villages?: Maybe<VillageConnection>;
  readonly node?: Maybe<Node>;
  readonly publishedFigures?: Maybe<ReadonlyArray<PublishedFigure>>;
  readonly savedQuestion?: Maybe<SavedQuestion>;
  readonly savedQuestions?: Maybe<SavedQuestionConnection>;
};


export type QueryAgencyArgs = {
  code: Scalars['ID']['input'];
};


export type QueryAgenciesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AgencyFilter>;
};


export type QueryDistrictArgs = {
  code: Scalars['ID']['input'];
};


export type QueryVillageArgs = {
  code: Scalars['ID']['input'];
};


export type QueryVillagesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<VillageFilter>;
  sort?: VillageSort;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPublishedFiguresArgs = {
  codes?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};


export type QuerySavedQuestionArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySavedQuestionsArgs = {
  shelf?: QuestionShelf;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly saveQuestion?: Maybe<SavedQuestion>;
  readonly publishQuestion?: Maybe<SavedQuestion>;
  readonly withdrawQuestion?: Maybe<SavedQuestion>;
  readonly deleteQuestion?: Maybe<DeletedQuestion>;
};


export type MutationSaveQuestionArgs = {
  input: SaveQuestionInput;
};


export type MutationPublishQuestionArgs = {
  input: QuestionChangeInput;
};


export type MutationWithdrawQuestionArgs = {
  input: QuestionChangeInput;
};


export type MutationDeleteQuestionArgs = {
  input: QuestionChangeInput;
};

export type SavedQuestion = {
  readonly id: Scalars['ID']['output'];
  readonly title: Scalars['String']['output'];
  readonly shelf: QuestionShelf;
  readonly version: Scalars['Int']['output'];
  readonly document: Scalars['String']['output'];
  readonly variables: Scalars['String']['output'];
  readonly view?: Maybe<Scalars['String']['output']>;
  readonly why: Scalars['String']['output'];
  readonly savedAt: Scalars['DateTime']['output'];
  readonly savedBy?: Maybe<Scalars['String']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly author?: Maybe<Scalars['String']['output']>;
  readonly agency?: Maybe<Agency>;
  readonly isMine: Scalars['Boolean']['output'];
  readonly mayChange: Scalars['Boolean']['output'];
  readonly mayPublish: Scalars['Boolean']['output'];
  readonly mayDelete: Scalars['Boolean']['output'];
  readonly versions: ReadonlyArray<QuestionVersion>;
};

export type QuestionVersion = {
  readonly version: Scalars['Int']['output'];
  readonly title: Scalars['String']['output'];
  readonly shelf: QuestionShelf;
  readonly document: Scalars['String']['output'];
  readonly variables: Scalars['String']['output'];
  readonly view?: Maybe<Scalars['String']['output']>;
  readonly why: Scalars['String']['output'];
  readonly savedAt: Scalars['DateTime']['output'];
  readonly savedBy?: Maybe<Scalars['String']['output']>;
};

export type DeletedQuestion = {
  readonly id: Scalars['ID']['output'];
};

export type QuestionShelf =
  | 'MINE'
  | 'AGENCY'
  | 'PUBLISHED';

export type SaveQuestionInput = {
  readonly id: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly title: Scalars['String']['input'];
  readonly document: Scalars['String']['input'];
  readonly variables?: Scalars['String']['input'];
  readonly view?: InputMaybe<Scalars['String']['input']>;
  readonly shelf?: InputMaybe<QuestionShelf>;
  readonly why: Scalars['String']['input'];
};

export type QuestionChangeInput = {
  readonly id: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
  readonly why: Scalars['String']['input'];
};

export type SavedQuestionConnection = {
  readonly edges: ReadonlyArray<SavedQuestionEdge>;
  readonly nodes: ReadonlyArray<SavedQuestion>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type SavedQuestionEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: SavedQuestion;
};

export type Node = {
  readonly id?: Maybe<Scalars['ID']['output']>;
};

export type City = Node & {
  readonly code?: Maybe<Scalars['ID']['output']>;
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly population?: Maybe<Scalars['Int']['output']>;
  readonly workforce?: Maybe<Scalars['Int']['output']>;
  readonly areaKm2?: Maybe<Scalars['Float']['output']>;
  readonly districts?: Maybe<ReadonlyArray<District>>;
};

export type District = Node & {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly latitude?: Maybe<Scalars['Float']['output']>;
  readonly longitude?: Maybe<Scalars['Float']['output']>;
  readonly population?: Maybe<Scalars['Int']['output']>;
  readonly workforce?: Maybe<Scalars['Int']['output']>;
  readonly boundary?: Maybe<Scalars['GeoJSON']['output']>;
  readonly city?: Maybe<City>;
  readonly villages?: Maybe<ReadonlyArray<Village>>;
};

export type Village = Node & {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly population?: Maybe<Scalars['Int']['output']>;
  readonly workforce?: Maybe<Scalars['Int']['output']>;
  readonly district?: Maybe<District>;
};

export type Agency = Node & {
  readonly code: Scalars['ID']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly kind?: Maybe<AgencyKind>;
  readonly roles?: Maybe<ReadonlyArray<AgencyRole>>;
  readonly contact?: Maybe<Scalars['String']['output']>;
  readonly subgraph?: Maybe<Scalars['String']['output']>;
};

export type PublishedFigure = Node & {
  readonly code: Scalars['ID']['output'];
  readonly id: Scalars['ID']['output'];
  readonly title: Scalars['String']['output'];
  readonly titleId: Scalars['String']['output'];
  readonly unit: MeasureUnit;
  readonly published: Measure;
  readonly text: Scalars['String']['output'];
  readonly source: Scalars['String']['output'];
  readonly date: Scalars['Date']['output'];
  readonly city: City;
};

export type Measure = {
  readonly people?: Maybe<Scalars['Int']['output']>;
  readonly rupiah?: Maybe<Scalars['Rupiah']['output']>;
  readonly percent?: Maybe<Scalars['Float']['output']>;
  readonly date?: Maybe<Scalars['Date']['output']>;
};

export type MeasureUnit =
  | 'PEOPLE'
  | 'RUPIAH'
  | 'PERCENT'
  | 'DATE'
  | 'TEXT';

export type AgencyKind =
  | 'DINAS'
  | 'BUMN'
  | 'PARTNER'
  | 'SECRETARIAT';

export type AgencyRole =
  | 'VERIFIER'
  | 'DATA_OWNER'
  | 'INSURER'
  | 'FUNDER';

export type AgencyFilter = {
  readonly kinds?: InputMaybe<ReadonlyArray<AgencyKind>>;
  readonly roles?: InputMaybe<ReadonlyArray<AgencyRole>>;
};

export type VillageFilter = {
  readonly districts?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

export type VillageSort =
  | 'CODE'
  | 'NAME'
  | 'POPULATION_LARGEST';

export type PageInfo = {
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

export type AgencyConnection = {
  readonly edges: ReadonlyArray<AgencyEdge>;
  readonly nodes: ReadonlyArray<Agency>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type AgencyEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Agency;
};

export type VillageConnection = {
  readonly edges: ReadonlyArray<VillageEdge>;
  readonly nodes: ReadonlyArray<Village>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type VillageEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Village;
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
  City: City;
  District: District;
  Village: Village;
  Agency: Agency;
  PublishedFigure: PublishedFigure;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
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
  PublishedFigure:
    ( { __typename: 'PublishedFigure' }
    & GraphQLRecursivePick<FederationTypes['PublishedFigure'], {"code":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( AgenciesParents['City'] )
    | ( AgenciesParents['District'] )
    | ( AgenciesParents['Village'] )
    | ( AgenciesParents['Agency'] )
    | ( AgenciesParents['PublishedFigure'] )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  GeoJSON: ResolverTypeWrapper<Scalars['GeoJSON']['output']>;
  Rupiah: ResolverTypeWrapper<Scalars['Rupiah']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SavedQuestion: ResolverTypeWrapper<AgenciesParents['SavedQuestion']>;
  QuestionVersion: ResolverTypeWrapper<QuestionVersion>;
  DeletedQuestion: ResolverTypeWrapper<DeletedQuestion>;
  QuestionShelf: QuestionShelf;
  SaveQuestionInput: SaveQuestionInput;
  QuestionChangeInput: QuestionChangeInput;
  SavedQuestionConnection: ResolverTypeWrapper<AgenciesParents['SavedQuestionConnection']>;
  SavedQuestionEdge: ResolverTypeWrapper<Omit<SavedQuestionEdge, 'node'> & { node: ResolversTypes['SavedQuestion'] }>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  City: ResolverTypeWrapper<AgenciesParents['City']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  District: ResolverTypeWrapper<AgenciesParents['District']>;
  Village: ResolverTypeWrapper<AgenciesParents['Village']>;
  Agency: ResolverTypeWrapper<AgenciesParents['Agency']>;
  PublishedFigure: ResolverTypeWrapper<AgenciesParents['PublishedFigure']>;
  Measure: ResolverTypeWrapper<AgenciesParents['Measure']>;
  MeasureUnit: MeasureUnit;
  AgencyKind: AgencyKind;
  AgencyRole: AgencyRole;
  AgencyFilter: AgencyFilter;
  VillageFilter: VillageFilter;
  VillageSort: VillageSort;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  AgencyConnection: ResolverTypeWrapper<AgenciesParents['AgencyConnection']>;
  AgencyEdge: ResolverTypeWrapper<Omit<AgencyEdge, 'node'> & { node: ResolversTypes['Agency'] }>;
  VillageConnection: ResolverTypeWrapper<AgenciesParents['VillageConnection']>;
  VillageEdge: ResolverTypeWrapper<Omit<VillageEdge, 'node'> & { node: ResolversTypes['Village'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  GeoJSON: Scalars['GeoJSON']['output'];
  Rupiah: Scalars['Rupiah']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  SavedQuestion: AgenciesParents['SavedQuestion'];
  QuestionVersion: QuestionVersion;
  DeletedQuestion: DeletedQuestion;
  SaveQuestionInput: SaveQuestionInput;
  QuestionChangeInput: QuestionChangeInput;
  SavedQuestionConnection: AgenciesParents['SavedQuestionConnection'];
  SavedQuestionEdge: Omit<SavedQuestionEdge, 'node'> & { node: ResolversParentTypes['SavedQuestion'] };
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  City: AgenciesParents['City'];
  Float: Scalars['Float']['output'];
  District: AgenciesParents['District'];
  Village: AgenciesParents['Village'];
  Agency: AgenciesParents['Agency'];
  PublishedFigure: AgenciesParents['PublishedFigure'];
  Measure: AgenciesParents['Measure'];
  AgencyFilter: AgencyFilter;
  VillageFilter: VillageFilter;
  PageInfo: PageInfo;
  AgencyConnection: AgenciesParents['AgencyConnection'];
  AgencyEdge: Omit<AgencyEdge, 'node'> & { node: ResolversParentTypes['Agency'] };
  VillageConnection: AgenciesParents['VillageConnection'];
  VillageEdge: Omit<VillageEdge, 'node'> & { node: ResolversParentTypes['Village'] };
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface GeoJsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['GeoJSON'], any> {
  name: 'GeoJSON';
}

export interface RupiahScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Rupiah'], any> {
  name: 'Rupiah';
}

export type QueryResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  city?: Resolver<Maybe<ResolversTypes['City']>, ParentType, ContextType>;
  agency?: Resolver<Maybe<ResolversTypes['Agency']>, ParentType, ContextType, RequireFields<QueryAgencyArgs, 'code'>>;
  agencies?: Resolver<Maybe<ResolversTypes['AgencyConnection']>, ParentType, ContextType, Partial<QueryAgenciesArgs>>;
  district?: Resolver<Maybe<ResolversTypes['District']>, ParentType, ContextType, RequireFields<QueryDistrictArgs, 'code'>>;
  village?: Resolver<Maybe<ResolversTypes['Village']>, ParentType, ContextType, RequireFields<QueryVillageArgs, 'code'>>;
  villages?: Resolver<Maybe<ResolversTypes['VillageConnection']>, ParentType, ContextType, RequireFields<QueryVillagesArgs, 'sort'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  publishedFigures?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PublishedFigure']>>, ParentType, ContextType, Partial<QueryPublishedFiguresArgs>>;
  savedQuestion?: Resolver<Maybe<ResolversTypes['SavedQuestion']>, ParentType, ContextType, RequireFields<QuerySavedQuestionArgs, 'id'>>;
  savedQuestions?: Resolver<Maybe<ResolversTypes['SavedQuestionConnection']>, ParentType, ContextType, RequireFields<QuerySavedQuestionsArgs, 'shelf'>>;
};

export type MutationResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  saveQuestion?: Resolver<Maybe<ResolversTypes['SavedQuestion']>, ParentType, ContextType, RequireFields<MutationSaveQuestionArgs, 'input'>>;
  publishQuestion?: Resolver<Maybe<ResolversTypes['SavedQuestion']>, ParentType, ContextType, RequireFields<MutationPublishQuestionArgs, 'input'>>;
  withdrawQuestion?: Resolver<Maybe<ResolversTypes['SavedQuestion']>, ParentType, ContextType, RequireFields<MutationWithdrawQuestionArgs, 'input'>>;
  deleteQuestion?: Resolver<Maybe<ResolversTypes['DeletedQuestion']>, ParentType, ContextType, RequireFields<MutationDeleteQuestionArgs, 'input'>>;
};

export type SavedQuestionResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['SavedQuestion'] = ResolversParentTypes['SavedQuestion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shelf?: Resolver<ResolversTypes['QuestionShelf'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  variables?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  view?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  savedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  savedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agency?: Resolver<Maybe<ResolversTypes['Agency']>, ParentType, ContextType>;
  isMine?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mayChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mayPublish?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mayDelete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['QuestionVersion']>, ParentType, ContextType>;
};

export type QuestionVersionResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['QuestionVersion'] = ResolversParentTypes['QuestionVersion']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shelf?: Resolver<ResolversTypes['QuestionShelf'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  variables?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  view?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  savedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  savedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeletedQuestionResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['DeletedQuestion'] = ResolversParentTypes['DeletedQuestion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SavedQuestionConnectionResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['SavedQuestionConnection'] = ResolversParentTypes['SavedQuestionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SavedQuestionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SavedQuestion']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SavedQuestionEdgeResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['SavedQuestionEdge'] = ResolversParentTypes['SavedQuestionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SavedQuestion'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'City' | 'District' | 'Village' | 'Agency' | 'PublishedFigure', ParentType, ContextType>;
};

export type CityResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['City'] = ResolversParentTypes['City'], FederationReferenceType extends FederationReferenceTypes['City'] = FederationReferenceTypes['City']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['City']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  population?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workforce?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  areaKm2?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  districts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['District']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DistrictResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['District'] = ResolversParentTypes['District'], FederationReferenceType extends FederationReferenceTypes['District'] = FederationReferenceTypes['District']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['District']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  latitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  longitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  population?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workforce?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  boundary?: Resolver<Maybe<ResolversTypes['GeoJSON']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['City']>, ParentType, ContextType>;
  villages?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Village']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VillageResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['Village'] = ResolversParentTypes['Village'], FederationReferenceType extends FederationReferenceTypes['Village'] = FederationReferenceTypes['Village']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Village']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  population?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  workforce?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  district?: Resolver<Maybe<ResolversTypes['District']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AgencyResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['Agency'] = ResolversParentTypes['Agency'], FederationReferenceType extends FederationReferenceTypes['Agency'] = FederationReferenceTypes['Agency']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Agency']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['AgencyKind']>, ParentType, ContextType>;
  roles?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AgencyRole']>>, ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subgraph?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PublishedFigureResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['PublishedFigure'] = ResolversParentTypes['PublishedFigure'], FederationReferenceType extends FederationReferenceTypes['PublishedFigure'] = FederationReferenceTypes['PublishedFigure']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PublishedFigure']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  titleId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['MeasureUnit'], ParentType, ContextType>;
  published?: Resolver<ResolversTypes['Measure'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  date?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  city?: Resolver<ResolversTypes['City'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MeasureResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['Measure'] = ResolversParentTypes['Measure']> = {
  people?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rupiah?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  percent?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  date?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AgencyConnectionResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['AgencyConnection'] = ResolversParentTypes['AgencyConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AgencyEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Agency']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AgencyEdgeResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['AgencyEdge'] = ResolversParentTypes['AgencyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>;
};

export type VillageConnectionResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['VillageConnection'] = ResolversParentTypes['VillageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['VillageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Village']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VillageEdgeResolvers<ContextType = AgenciesContext, ParentType extends ResolversParentTypes['VillageEdge'] = ResolversParentTypes['VillageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Village'], ParentType, ContextType>;
};

export type Resolvers<ContextType = AgenciesContext> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  GeoJSON?: GraphQLScalarType;
  Rupiah?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  SavedQuestion?: SavedQuestionResolvers<ContextType>;
  QuestionVersion?: QuestionVersionResolvers<ContextType>;
  DeletedQuestion?: DeletedQuestionResolvers<ContextType>;
  SavedQuestionConnection?: SavedQuestionConnectionResolvers<ContextType>;
  SavedQuestionEdge?: SavedQuestionEdgeResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  City?: CityResolvers<ContextType>;
  District?: DistrictResolvers<ContextType>;
  Village?: VillageResolvers<ContextType>;
  Agency?: AgencyResolvers<ContextType>;
  PublishedFigure?: PublishedFigureResolvers<ContextType>;
  Measure?: MeasureResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  AgencyConnection?: AgencyConnectionResolvers<ContextType>;
  AgencyEdge?: AgencyEdgeResolvers<ContextType>;
  VillageConnection?: VillageConnectionResolvers<ContextType>;
  VillageEdge?: VillageEdgeResolvers<ContextType>;
};
