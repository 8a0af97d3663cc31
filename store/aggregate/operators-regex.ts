/** Regular expressions in expressions. Positions in a text are counted in code points. */
import { BSONRegExp } from 'bson';
import { storeFault } from '../errors.ts';
import { typeOf, type Document, type Value } from '../value/types.ts';
import { boundedRun, compilePattern } from '../query/pattern.ts';
import { isNullish, namedArguments } from './arguments.ts';
import type { Operator } from './scope.ts';

/** @param most how many matches are searched for @param none the value where text or pattern is null @param show what the matches become */
function searching(name: string, most: number, none: Value, show: (found: Document[]) => Value): Operator {
  return (argument, compile) => {
    const named = namedArguments(name, argument, ['input', 'regex'], ['options']);
    const [input, regex] = [compile(named.get('input')!), compile(named.get('regex')!)];
    const options = named.has('options') ? compile(named.get('options')!) : undefined;
    return (scope) => {
      const [text, source] = [input(scope), regex(scope)];
      if (isNullish(text) || isNullish(source)) return none;
      if (typeof text !== 'string') throw storeFault('Location51104', `${name} needs 'input' to be of type string`);
      const pattern = patternFor(name, source, options?.(scope));
      return show(boundedRun(pattern.source, text.length, () => matchesIn(text, pattern, most)));
    };
  };
}

function patternFor(name: string, regex: Value, options: Value | undefined): RegExp {
  if (typeof regex !== 'string' && !(regex instanceof BSONRegExp))
    throw storeFault('Location51105', `${name} needs 'regex' to be of type string or regex, found ${typeOf(regex)}`);
  if (!isNullish(options) && typeof options !== 'string')
    throw storeFault('Location51106', `${name} needs 'options' to be of type string`);
  const own = regex instanceof BSONRegExp ? regex.options : '';
  if (own !== '' && !isNullish(options))
    throw storeFault('Location51107', `${name}: found regex option(s) specified in both 'regex' and 'option' fields`);
  return compilePattern(typeof regex === 'string' ? regex : regex.pattern, options ?? own);
}

function matchesIn(text: string, pattern: RegExp, most: number): Document[] {
  const all: Document[] = [];
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) {
    all.push(
      new Map<string, Value>([
        ['match', match[0]],
        ['idx', Array.from(text.slice(0, match.index)).length],
        ['captures', match.slice(1).map((one: string | undefined) => one ?? null)],
      ]),
    );
    if (all.length === most) break;
  }
  return all;
}

/** Operators on regular expressions. */
export const PATTERNS: Readonly<Record<string, Operator>> = {
  $regexMatch: searching('$regexMatch', 1, false, (all) => all.length > 0),
  $regexFind: searching('$regexFind', 1, null, (all) => all[0] ?? null),
  $regexFindAll: searching('$regexFindAll', Infinity, [], (all) => all),
};
