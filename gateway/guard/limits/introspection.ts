/** Introspection of the schema requires a scope. */
import { Kind, visit, type DocumentNode } from 'graphql';
import type { Caller } from '../identity/caller.ts';
import { limitFault } from './errors.ts';

/** Whether any part of a document selects `__schema` or `__type`; `__typename` does not count. */
export function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      found ||= name.value === '__schema' || name.value === '__type';
    },
  });
  return found;
}

/**
 * @param introspective whether the operation introspects, see `introspects`
 * @throws CodedError INTROSPECTION_REFUSED when it does and the caller lacks `schema:introspect`
 */
export function checkIntrospectionScope(introspective: boolean, caller: Pick<Caller, 'scopes'>): void {
  if (introspective && !caller.scopes.has('schema:introspect')) throw limitFault('INTROSPECTION_REFUSED');
}
