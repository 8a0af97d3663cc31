/** Asking for the schema itself takes a scope. */
import { Kind, visit, type DocumentNode } from 'graphql';
import type { Caller } from '../identity/caller.ts';
import { limitFault } from './errors.ts';

/** Whether any part of a document asks for the schema itself; `__typename` does not. */
export function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      found ||= name.value === '__schema' || name.value === '__type';
    },
  });
  return found;
}

/** @throws CodedError INTROSPECTION_REFUSED */
export function checkIntrospectionScope(asks: boolean, caller: Pick<Caller, 'scopes'>): void {
  if (asks && !caller.scopes.has('schema:introspect')) throw limitFault('INTROSPECTION_REFUSED');
}
