/** A subgraph whose database is gone says so by a code, and nothing of the driver's message, which names addresses. */
import { GraphQLError } from 'graphql';
import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { formatError } from '../../../subgraphs/server/format-error.ts';

const NOWHERE = 'mongodb://127.0.0.1:1/?directConnection=true&serverSelectionTimeoutMS=50';

const said = (thrown: unknown): { readonly error: unknown; readonly reported: readonly unknown[] } => {
  const reported: unknown[] = [];
  const originalError = thrown as Error;
  const wrapped = new GraphQLError(originalError.message, { originalError });
  return { error: formatError({ message: wrapped.message }, wrapped, (cause) => reported.push(cause)), reported };
};

it('where the driver finds no server', async () => {
  const client = new mongo.MongoClient(NOWHERE);
  const thrown = await client
    .db('d')
    .command({ ping: 1 })
    .catch((error: unknown) => error);
  await client.close();
  const { error, reported } = said(thrown);
  expect(error).toMatchObject({
    message: 'The database does not answer',
    extensions: { code: 'DATABASE_UNREACHABLE' },
  });
  expect(JSON.stringify(error)).not.toContain('127.0.0.1');
  expect(reported).toEqual([thrown]);
});

it('where the driver has lost its connection', () => {
  const { error } = said(new mongo.MongoNetworkError('connection 7 to 10.0.0.5:27017 closed'));
  expect(error).toMatchObject({ extensions: { code: 'DATABASE_UNREACHABLE' } });
});

it('and not where something else fails', () => {
  const { error } = said(new TypeError('connection is not a function'));
  expect(error).toMatchObject({ message: 'The subgraph failed', extensions: { code: 'INTERNAL' } });
});
