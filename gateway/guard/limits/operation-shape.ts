/** How much of what one operation may have, judged on the counts that preparing it took with fragments expanded by arithmetic. */
import { Kind, visit, type DocumentNode } from 'graphql';
import type { OperationCounts } from '../../plan/prepared-operation.ts';
import type { Caller } from '../identity/caller.ts';
import { limitFault } from './errors.ts';

export interface ShapeLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  readonly maxDirectives: number;
}

/** @throws CodedError OPERATION_SHAPE */
export function checkShape(counts: Pick<OperationCounts, 'depth' | 'aliases' | 'rootFields' | 'directives'>, limits: ShapeLimits): void {
  atMost('levels', limits.maxDepth, counts.depth);
  atMost('aliases', limits.maxAliases, counts.aliases);
  atMost('root fields', limits.maxRootFields, counts.rootFields);
  atMost('directives', limits.maxDirectives, counts.directives);
}

function atMost(what: string, most: number, came: number): void {
  if (came <= most) return;
  throw limitFault('OPERATION_SHAPE', `expected at most ${most} ${what}, got ${Number.isSafeInteger(came) ? came : 'far more'}`);
}

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
export function checkIntrospection(asks: boolean, caller: Pick<Caller, 'scopes'>): void {
  if (asks && !caller.scopes.has('schema:introspect')) throw limitFault('INTROSPECTION_REFUSED');
}
