import { ApolloServer, HeaderMap } from '@apollo/server';
import { fc } from '../../support/properties.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediaTypeFor } from '../../../gateway/http/media-type.ts';

describe('the media type that a client prefers', () => {
  const server = new ApolloServer({ typeDefs: 'type Query { a: Int }', resolvers: { Query: { a: () => 1 } } });
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  /** Apollo Server answers first and refuses then. @returns its content type, `undefined` for a refusal */
  async function apolloChooses(accept: string): Promise<string | undefined> {
    const headers = new HeaderMap([
      ['content-type', 'application/json'],
      ['accept', accept],
    ]);
    const { status = 200, headers: own } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, search: '', body: { query: '{ a }' } },
      context: async () => ({}),
    });
    return status === 406 ? undefined : own.get('content-type');
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

  it('is what Apollo Server answers with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 4 }), async (ranges) => {
        const accept = ranges.join(', ');
        expect([accept, mediaTypeFor(accept)]).toEqual([accept, await apolloChooses(accept)]);
      }),
      { numRuns: 600 },
    );
  });

  it.each([
    '*/*',
    'application/json, text/plain, */*',
    'application/json, multipart/mixed',
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json, application/json',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'application/json;q=0.5, application/graphql-response+json;q=0.9',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  ])('is what Apollo Server answers a client with that sends %s', async (accept) => {
    expect(mediaTypeFor(accept)).toBe(await apolloChooses(accept));
    expect(mediaTypeFor(accept)).toBeDefined();
  });

  it('is JSON where the header is absent', () => {
    const json = 'application/json; charset=utf-8';
    expect([mediaTypeFor(undefined), mediaTypeFor('')]).toEqual([json, json]);
  });
});
