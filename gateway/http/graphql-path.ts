/** Where the graph is: the path of GRAPHQL_PATH, and below it one for each contract. */

/** What a path names. */
export interface GraphqlPlace {
  /** Name of the contract; absent for the whole graph. */
  readonly contract: string | undefined;
}

/** @param url path and query of a request @returns `undefined` for what is not the graph's */
export type GraphqlPathOf = (url: string | undefined) => GraphqlPlace | undefined;

const WHOLE: GraphqlPlace = { contract: undefined };

/**
 * @param path such as `/graphql`
 * @param contracts names of those that have a path of their own: `/graphql/public`
 */
export function graphqlPath(path: string, contracts: readonly string[] = []): GraphqlPathOf {
  const places = new Map<string, GraphqlPlace>([
    [path, WHOLE],
    ...contracts.map((contract) => [`${path}/${contract}`, { contract }] as const),
  ]);
  return (url = '') => {
    const end = url.indexOf('?');
    return places.get(end === -1 ? url : url.slice(0, end));
  };
}
