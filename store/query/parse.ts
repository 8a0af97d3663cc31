/** A filter document as a tree that both the matcher and the index planner read. */
import { BSONRegExp } from 'bson';
import { storeFault, notOffered } from '../errors.ts';
import { isDocument, type Document, type Value } from '../value/types.ts';

/** A filter as a tree: tests of one path each, joined by logic. */
export type MatchNode =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly children: readonly MatchNode[] }
  | { readonly kind: 'not'; readonly child: MatchNode }
  | { readonly kind: 'test'; readonly path: string; readonly operator: string; readonly argument: Value }
  | { readonly kind: 'expr'; readonly expression: Value };

/** Operators of filters that MongoDB has and this store refuses with 115. */
export const REFUSED_OPERATORS: ReadonlySet<string> = new Set([
  ...['$where', '$jsonSchema', '$text', '$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$within'],
  ...['$uniqueDocs', '$bitsAllSet', '$bitsAnySet', '$bitsAllClear', '$bitsAnyClear'],
]);

/** Operators that test a field. `$options` and `$comment` may stand with them. */
export const FIELD_OPERATORS: ReadonlySet<string> = new Set([
  ...['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$not', '$exists', '$type', '$mod', '$regex'],
  ...['$size', '$all', '$elemMatch'],
]);
/** Operators that stand in place of a field. */
export const TOP_OPERATORS: ReadonlySet<string> = new Set(['$and', '$or', '$nor', '$expr', '$comment']);

/** Names of fields with a `$`: those of a reference to a document of another collection. */
export const REFERENCE_FIELDS: ReadonlySet<string> = new Set(['$ref', '$id', '$db']);

/** Makes a tree of a filter. @throws StoreError BadValue, FailedToParse, CommandNotSupported */
export function parseFilter(filter: Document): MatchNode {
  const children: MatchNode[] = [];
  for (const [name, value] of filter) {
    if (name.startsWith('$') && !REFERENCE_FIELDS.has(name)) children.push(...parseTop(name, value));
    else children.push(...parseField(name, value));
  }
  return children.length === 1 ? children[0]! : { kind: 'and', children: children.flatMap(flat) };
}

function flat(node: MatchNode): readonly MatchNode[] {
  return node.kind === 'and' ? node.children : [node];
}

function parseTop(name: string, value: Value): MatchNode[] {
  if (REFUSED_OPERATORS.has(name)) throw notOffered(`the query operator ${name}`);
  switch (name) {
    case '$and':
      return [{ kind: 'and', children: branches(name, value).flatMap(flat) }];
    case '$or':
      return [{ kind: 'or', children: branches(name, value) }];
    case '$nor':
      return [{ kind: 'nor', children: branches(name, value) }];
    case '$expr':
      return [{ kind: 'expr', expression: value }];
    case '$comment':
      return [];
    default:
      throw storeFault(
        'BadValue',
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function branches(name: string, value: Value): MatchNode[] {
  if (!Array.isArray(value) || value.length === 0)
    throw storeFault('BadValue', `${name} argument must be a non-empty array`);
  return value.map((entry) => {
    if (!isDocument(entry)) throw storeFault('BadValue', `${name} argument's entries must be objects`);
    return parseFilter(entry);
  });
}

/** Whether a value is `{$gt: …}` rather than a document to be equal to. */
export function isOperatorDocument(value: Value | undefined): value is Document {
  if (!isDocument(value)) return false;
  const first = value.keys().next().value;
  return first !== undefined && first.startsWith('$') && !REFERENCE_FIELDS.has(first);
}

function parseField(path: string, value: Value): MatchNode[] {
  if (value instanceof BSONRegExp) return [{ kind: 'test', path, operator: '$regex', argument: value }];
  if (!isOperatorDocument(value)) return [{ kind: 'test', path, operator: '$eq', argument: value }];
  const nodes: MatchNode[] = [];
  for (const [operator, argument] of value) {
    if (operator === '$options') {
      if (!value.has('$regex')) throw storeFault('BadValue', '$options needs a $regex');
    } else if (operator !== '$comment') nodes.push(...flat(parseTest(path, operator, argument, value)));
  }
  return nodes;
}

function parseTest(path: string, operator: string, argument: Value, siblings: Document): MatchNode {
  if (REFUSED_OPERATORS.has(operator)) throw notOffered(`the query operator ${operator}`);
  if (!FIELD_OPERATORS.has(operator)) throw storeFault('BadValue', `unknown operator: ${operator}`);
  if (operator === '$not') return parseNot(path, argument);
  if (operator === '$ne') {
    if (argument instanceof BSONRegExp) throw storeFault('BadValue', "Can't have regex as arg to $ne.");
    return not({ kind: 'test', path, operator: '$eq', argument });
  }
  if (operator === '$nin') return not({ kind: 'test', path, operator: '$in', argument });
  if (operator === '$all') return parseAll(path, argument);
  if (operator === '$regex')
    return { kind: 'test', path, operator, argument: regexOf(argument, siblings.get('$options')) };
  return { kind: 'test', path, operator, argument };
}

/** Each entry is a test of its own: `a.b` may have one value in one element of `a` and another in another. */
function parseAll(path: string, argument: Value): MatchNode {
  if (!Array.isArray(argument)) throw storeFault('BadValue', '$all needs an array');
  if (argument.length === 0) return { kind: 'test', path, operator: '$in', argument: [] };
  const children = argument.map((entry): MatchNode => {
    if (entry instanceof BSONRegExp) return { kind: 'test', path, operator: '$regex', argument: entry };
    if (!isOperatorDocument(entry)) return { kind: 'test', path, operator: '$eq', argument: entry };
    const inner = entry.get('$elemMatch');
    if (inner === undefined) throw storeFault('BadValue', 'no $ expressions in $all');
    return { kind: 'test', path, operator: '$elemMatch', argument: inner };
  });
  return children.length === 1 ? children[0]! : { kind: 'and', children };
}

function not(child: MatchNode): MatchNode {
  return { kind: 'not', child };
}

function parseNot(path: string, argument: Value): MatchNode {
  if (argument instanceof BSONRegExp) return not({ kind: 'test', path, operator: '$regex', argument });
  if (!isOperatorDocument(argument)) throw storeFault('BadValue', '$not needs a regex or a document');
  return not({ kind: 'and', children: parseField(path, argument) });
}

function regexOf(argument: Value, options: Value | undefined): BSONRegExp {
  if (options !== undefined && typeof options !== 'string') throw storeFault('BadValue', '$options has to be a string');
  if (argument instanceof BSONRegExp) {
    if (options !== undefined && argument.options !== '')
      throw storeFault('Location51075', 'options set in both $regex and $options');
    return options === undefined ? argument : new BSONRegExp(argument.pattern, options);
  }
  if (typeof argument !== 'string') throw storeFault('BadValue', '$regex has to be a string');
  return new BSONRegExp(argument, options ?? '');
}

/** The top-level fields that a filter reads; `undefined` when it reads whole documents. */
export function fieldsOfFilter(node: MatchNode): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  return collect(node, fields) ? fields : undefined;
}

function collect(node: MatchNode, fields: Set<string>): boolean {
  switch (node.kind) {
    case 'test':
      fields.add(node.path.split('.', 1)[0]!);
      return true;
    case 'not':
      return collect(node.child, fields);
    case 'expr':
      return false;
    default:
      return node.children.every((child) => collect(child, fields));
  }
}
