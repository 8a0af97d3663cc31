/** Apollo Client for the graph: a cache in which two parts of a page may ask different fields of one area. */
import {
  ApolloClient,
  ApolloLink,
  HttpLink,
  InMemoryCache,
  Observable,
  type FieldMergeFunction,
  type PossibleTypesMap,
  type Reference,
  type StoreObject,
  type TypePolicies,
} from '@apollo/client';
import { credentialHeaders, type Credential } from './credential.ts';
import { freshnessOf, type Freshness } from './freshness.ts';
import { KEYS, POSSIBLE_TYPES, TYPES_IN_OTHERS, TYPES_IN_OTHERS_OF_ONE_MONTH } from './schema-facts.ts';
import { GRAPH } from './settings.ts';

type Kept = StoreObject | Reference;

/** Counts of one month are completed by others of that month; those of another month replace them. */
const ofOneMonth: FieldMergeFunction<Kept, Kept> = (existing, incoming, { mergeObjects, readField }) => {
  const monthOf = (part: Kept): unknown => readField('month', readField<StoreObject>('basis', part));
  if (existing === undefined || monthOf(existing) !== monthOf(incoming)) return incoming;
  return mergeObjects(existing, incoming);
};

/** How each type is kept. Ask `basis { month }` beside counts: without it two months cannot be told apart. */
export const typePolicies: TypePolicies = {
  ...Object.fromEntries(Object.entries(KEYS).map(([type, keyFields]) => [type, { keyFields: [...keyFields] }])),
  ...Object.fromEntries(TYPES_IN_OTHERS.map((type) => [type, { merge: true }])),
  ...Object.fromEntries(TYPES_IN_OTHERS_OF_ONE_MONTH.map((type) => [type, { merge: ofOneMonth }])),
};

/** Without it what a fragment on an interface asks for (`... on Node`) is not in the result. */
export const possibleTypes: PossibleTypesMap = Object.fromEntries(
  Object.entries(POSSIBLE_TYPES).map(([type, names]) => [type, [...names]]),
);

/** Told of each answer of the graph how old it is; undefined of one that stands for nothing missing. Answers of the cache are not told. */
export type OnFreshness = (freshness: Freshness | undefined, operation: ApolloLink.Operation) => void;

/** As whom is asked, and how. */
export interface ClientOptions extends Credential {
  /** Another address than that of settings.ts. */
  readonly url?: string | undefined;
  readonly onFreshness?: OnFreshness | undefined;
}

/** Apollo Client's results have no `extensions`: what they say of the age of an answer is told by this link. */
export function freshnessLink(onFreshness: OnFreshness): ApolloLink {
  return new ApolloLink(
    (operation, forward) =>
      new Observable((observer) =>
        forward(operation).subscribe({
          next: (result) => {
            onFreshness(freshnessOf(result.extensions), operation);
            observer.next(result);
          },
          error: (thrown) => observer.error(thrown),
          complete: () => observer.complete(),
        }),
      ),
  );
}

/** The client of a page. */
export function graphClient({ url = GRAPH, onFreshness, ...credential }: ClientOptions = {}): ApolloClient {
  const http = new HttpLink({ uri: url, headers: credentialHeaders(credential) });
  return new ApolloClient({
    cache: new InMemoryCache({ typePolicies, possibleTypes }),
    link: onFreshness === undefined ? http : freshnessLink(onFreshness).concat(http),
    clientAwareness: { name: 'dashboard' },
  });
}
