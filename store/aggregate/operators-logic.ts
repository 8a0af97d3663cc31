/** Comparison, boolean logic, conditions and variables. */
import { storeFault } from '../errors.ts';
import { compare } from '../value/compare.ts';
import { isDocument, type Value } from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import { namedArguments, operands } from './arguments.ts';
import { withVariable, type Operator } from './scope.ts';

function comparison(name: string, fits: (order: number) => Value): Operator {
  return operands(name, 2, 2, ([a, b]) => fits(compare(a, b)));
}

/** Operators of comparison and logic, conditions and variables. */
export const LOGIC: Readonly<Record<string, Operator>> = {
  $eq: comparison('$eq', (order) => order === 0),
  $ne: comparison('$ne', (order) => order !== 0),
  $gt: comparison('$gt', (order) => order > 0),
  $gte: comparison('$gte', (order) => order >= 0),
  $lt: comparison('$lt', (order) => order < 0),
  $lte: comparison('$lte', (order) => order <= 0),
  $cmp: comparison('$cmp', (order) => Math.sign(order)),
  $and(argument, compile) {
    const parts = (Array.isArray(argument) ? argument : [argument]).map(compile);
    return (scope) => parts.every((part) => isTrue(part(scope)));
  },
  $or(argument, compile) {
    const parts = (Array.isArray(argument) ? argument : [argument]).map(compile);
    return (scope) => parts.some((part) => isTrue(part(scope)));
  },
  $not: operands('$not', 1, 1, ([value]) => !isTrue(value)),
  $literal: (argument) => () => argument,
  $const: (argument) => () => argument,
  $expr: (argument, compile) => compile(argument),
  $ifNull(argument, compile) {
    if (!Array.isArray(argument) || argument.length < 2)
      throw storeFault('Location16020', '$ifNull needs at least two arguments');
    const parts = argument.map(compile);
    return (scope) => {
      for (const part of parts.slice(0, -1)) {
        const value = part(scope);
        if (value !== null && value !== undefined) return value;
      }
      return parts[parts.length - 1]!(scope);
    };
  },
  $cond(argument, compile) {
    const list = Array.isArray(argument)
      ? argument
      : ['if', 'then', 'else'].map((name) => namedArguments('$cond', argument, ['if', 'then', 'else']).get(name)!);
    if (list.length !== 3)
      throw storeFault('Location16020', `Expression $cond takes exactly 3 arguments. ${list.length} were passed in.`);
    const [test, yes, no] = list.map(compile);
    return (scope) => (isTrue(test!(scope)) ? yes!(scope) : no!(scope));
  },
  $let(argument, compile, withNames) {
    const named = namedArguments('$let', argument, ['vars', 'in']);
    const vars = named.get('vars')!;
    if (!isDocument(vars)) throw storeFault('TypeMismatch', 'invalid parameter: expected an object (vars)');
    const variables = [...vars].map(([name, inner]) => [name, compile(inner)] as const);
    const body = withNames([...vars.keys()])(named.get('in')!);
    return (scope) => body(variables.reduce((inner, [name, part]) => withVariable(inner, name, part(scope)), scope));
  },
};
