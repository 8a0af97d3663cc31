/** A small supergraph of two subgraphs with real servers behind it, for tests of the whole gateway. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type GraphQLSchema } from 'graphql';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

export const PEOPLE = `${LINK}
  type Query { people: [Person!]! person(token: ID!): Person }
  type Mutation { greet(token: ID!): String! }
  type Person @key(fields: "token") { token: ID! name: String }`;

export const PLACES = `${LINK}
  type Query { places: [Place!]! }
  type Place @key(fields: "code") { code: ID! name: String! size: Int! }
  type Person @key(fields: "token") { token: ID! home: Place }`;

const people = [
  { token: 'psr_a', name: 'Ani' },
  { token: 'psr_b', name: 'Budi' },
];
const place = { __typename: 'Place', code: '1', name: 'Bekasijaya', size: 3 };

function schemaOf(sdl: string, resolvers: Record<string, Record<string, unknown>>): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
}

const schemas: Record<string, GraphQLSchema> = {
  people: schemaOf(PEOPLE, {
    Query: {
      people: () => people,
      person: (_: unknown, { token }: { token: string }) => people.find((one) => one.token === token),
    },
    Mutation: { greet: (_: unknown, { token }: { token: string }) => `Halo ${token}` },
  }),
  places: schemaOf(PLACES, {
    Query: { places: () => [place] },
    Person: { __resolveReference: (person: object) => ({ ...person, home: place }) },
  }),
};

/** @param urls where each subgraph answers */
export function composeSmall(
  urls: Readonly<Record<string, string>>,
  sdl: Readonly<Record<string, string>> = { people: PEOPLE, places: PLACES },
): string {
  const composed = composeServices(
    Object.entries(sdl).map(([name, text]) => ({ name, url: urls[name], typeDefs: parse(text) })),
  );
  if (composed.supergraphSdl === undefined) throw new Error(composed.errors!.map(String).join('\n'));
  return composed.supergraphSdl;
}

export interface SmallSubgraph {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Requests answered so far. */
  readonly requests: () => number;
  /** Headers of each request so far. */
  readonly heads: readonly IncomingHttpHeaders[];
  stop(): Promise<void>;
}

/** @param port a free one unless told otherwise */
export async function startSmallSubgraph(name: 'people' | 'places', port = 0): Promise<SmallSubgraph> {
  let requests = 0;
  const heads: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    requests++;
    heads.push(request.headers);
    const { query, variables, operationName } = JSON.parse(await textOf(request)) as {
      query: string;
      variables?: Record<string, unknown>;
      operationName?: string;
    };
    const result = await graphql({ schema: schemas[name]!, source: query, variableValues: variables, operationName });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    name,
    port: bound,
    url: `http://127.0.0.1:${bound}/graphql`,
    requests: () => requests,
    heads,
    stop: () => close(server),
  };
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
