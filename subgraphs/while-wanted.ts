/**
 * A query that nobody waits for ends: its next field is not resolved, so no further command goes to the database. graphql-js
 * cannot be told to stop, but it asks a resolver for each field. A mutation goes on to its end.
 */
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { fault } from './errors.ts';
import type { IResolvers } from './resolvers.ts';

/** In the context of a request; absent where nobody can leave. */
export interface Wanted {
  readonly signal?: AbortSignal;
}

type Resolver = (...given: unknown[]) => unknown;

/** @returns resolvers that refuse with NOT_WANTED once the signal in their context has aborted */
export function whileWanted(resolvers: IResolvers): IResolvers {
  return Object.fromEntries(Object.entries(resolvers).map(([type, fields]) => [type, isPlain(fields) ? (wrapped(fields) as IResolvers[string]) : fields]));
}

function wrapped(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, typeof field === 'function' ? asking(field as Resolver) : field]));
}

/** Context and info are the last two of what a resolver is given, of fields and of references alike. */
function asking(resolve: Resolver): Resolver {
  return (...given) => {
    const [context, info] = given.slice(-2) as [Wanted | undefined, GraphQLResolveInfo];
    if (context?.signal?.aborted === true && info.operation.operation === OperationTypeNode.QUERY) throw fault('NOT_WANTED');
    return resolve(...given);
  };
}

/** A scalar has a class of its own and is no map of fields. */
function isPlain(fields: IResolvers[string]): fields is Exclude<IResolvers[string], { serialize: unknown }> {
  return Object.getPrototypeOf(fields) === Object.prototype || Object.getPrototypeOf(fields) === null;
}
