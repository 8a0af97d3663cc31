/** Aggregation expressions, compiled to functions. */
import { storeFault, notOffered } from '../errors.ts';
import { isDocument, type Document, type Value } from '../value/types.ts';
import { OPERATORS, REFUSED_EXPRESSIONS } from './operators.ts';
import type { Compile, Expression, Names } from './scope.ts';

/** Variables that are always there. */
const SYSTEM: Names = new Set(['ROOT', 'CURRENT', 'NOW', 'REMOVE']);

/** Whether MongoDB has an expression operator of this name; one that is refused is so when it is compiled. */
export function isOperator(name: string): boolean {
  return OPERATORS[name] !== undefined || REFUSED_EXPRESSIONS.has(name);
}

/** Makes a function of an expression. @param names the variables that it may read @throws StoreError InvalidPipelineOperator, Location17276, Location16410 */
export function compileExpression(expression: Value, names: Names = new Set()): Expression {
  const compile: Compile = (inner) => compileExpression(inner, names);
  if (typeof expression === 'string' && expression.startsWith('$')) return compilePath(expression, names);
  if (Array.isArray(expression)) {
    const parts = expression.map(compile);
    return (scope) => parts.map((part) => part(scope) ?? null);
  }
  if (!isDocument(expression)) return () => expression;
  const first = expression.keys().next().value;
  if (!first?.startsWith('$')) return compileDocument(expression, compile);
  if (expression.size !== 1)
    throw storeFault(
      'Location15983',
      `an object representing an expression must have exactly one field: ${[...expression.keys()].join(', ')}`,
    );
  if (REFUSED_EXPRESSIONS.has(first)) throw notOffered(`the expression ${first}`);
  const operator = OPERATORS[first];
  if (operator === undefined) throw storeFault('InvalidPipelineOperator', `Unrecognized expression '${first}'`);
  return operator(
    expression.get(first)!,
    compile,
    (more) => (inner) => compileExpression(inner, new Set([...names, ...more])),
  );
}

function compileDocument(expression: Document, compile: Compile): Expression {
  const fields = [...expression].map(([name, inner]) => {
    if (name.includes('.'))
      throw storeFault(
        'Location16410',
        `FieldPath field names may not contain '.': ${name}. Consider using $getField or $setField.`,
      );
    return [name, compile(inner)] as const;
  });
  return (scope) => {
    const result: Document = new Map();
    for (const [name, part] of fields) {
      const value = part(scope);
      if (value !== undefined) result.set(name, value);
    }
    return result;
  };
}

function compilePath(text: string, names: Names): Expression {
  const isVariable = text.startsWith('$$');
  const parts = text.slice(isVariable ? 2 : 1).split('.');
  if (parts.some((part) => part === '' || part.startsWith('$') || part.includes('\0')))
    throw storeFault('Location16410', `FieldPath field names may not be empty or start with '$': ${text}`);
  if (!isVariable)
    return names.has('CURRENT')
      ? (scope) => walk(scope.variables.get('CURRENT'), parts, 0)
      : (scope) => walk(scope.root, parts, 0);
  const name = parts[0]!;
  if (name === 'CLUSTER_TIME') throw notOffered('the variable $$CLUSTER_TIME');
  if (!names.has(name) && !SYSTEM.has(name)) throw storeFault('Location17276', `Use of undefined variable: ${name}`);
  const read = variable(name);
  return (scope) => walk(read(scope), parts, 1);
}

function variable(name: string): Expression {
  switch (name) {
    case 'ROOT':
      return ({ root }) => root;
    case 'CURRENT':
      return ({ root, variables }) => variables.get('CURRENT') ?? root;
    case 'REMOVE':
      return () => undefined;
    default:
      return ({ variables }) => variables.get(name);
  }
}

/** The value at a path. Of an array it is the array of the values in its documents; arrays inside of it are left out. */
function walk(value: Value | undefined, parts: readonly string[], at: number): Value | undefined {
  if (at === parts.length) return value;
  if (isDocument(value)) return walk(value.get(parts[at]!), parts, at + 1);
  if (!Array.isArray(value)) return undefined;
  return value
    .filter(isDocument)
    .map((element) => walk(element, parts, at))
    .filter((element) => element !== undefined);
}
