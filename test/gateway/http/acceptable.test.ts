import { ApolloServer, HeaderMap } from '@apollo/server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAcceptable } from '../../../gateway/http/acceptable.ts';

describe('what a client takes', () => {
  const server = new ApolloServer({ typeDefs: 'type Query { a: Int }', resolvers: { Query: { a: () => 1 } } });
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  /** Apollo Server answers first and refuses then. */
  async function apolloTakes(accept: string): Promise<boolean> {
    const headers = new HeaderMap([
      ['content-type', 'application/json'],
      ['accept', accept],
    ]);
    const { status = 200 } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, search: '', body: { query: '{ a }' } },
      context: async () => ({}),
    });
    return status !== 406;
  }

  const range = fc
    .tuple(
      fc.constantFrom(
        'application/json',
        'application/graphql-response+json',
        'application/*',
        '*/*',
        '*/json',
        'text/html',
        'Application/JSON',
        'json',
        'multipart/mixed',
      ),
      fc.constantFrom(
        '',
        ';q=0',
        ';q=0.5',
        '; q=1',
        ';charset=utf-8',
        '; charset=UTF-8;q=0',
        ';charset=latin1',
        ';charset="utf-8"',
        ';deferSpec=20220824',
        ';charset=*',
      ),
    )
    .map((parts) => parts.join(''));

  it('is what Apollo Server takes it to be', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 4 }), async (ranges) => {
        const accept = ranges.join(', ');
        expect([accept, isAcceptable(accept)]).toEqual([accept, await apolloTakes(accept)]);
      }),
      { numRuns: 400 },
    );
  });

  it('is anything where the header is absent', () => {
    expect([isAcceptable(undefined), isAcceptable('')]).toEqual([true, true]);
  });
});
