/** Apollo Client for the graph: a cache in which two parts of a page may ask different fields of one area. */
import {
  ApolloClient,
  HttpLink,
  InMemoryCache,
  type FieldMergeFunction,
  type Reference,
  type StoreObject,
  type TypePolicies,
} from '@apollo/client';
import { KEYS, TYPES_IN_OTHERS, TYPES_IN_OTHERS_OF_ONE_MONTH } from './schema-facts.ts';
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

/** @param token a bearer token; left out: as the public @param url another address than that of settings.ts */
export function graphClient(token?: string, url: string = GRAPH): ApolloClient {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new ApolloClient({
    cache: new InMemoryCache({ typePolicies }),
    link: new HttpLink({ uri: url, headers }),
    clientAwareness: { name: 'dashboard' },
  });
}
