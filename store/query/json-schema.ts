/** `$jsonSchema`: JSON Schema draft 4 as MongoDB reads it, with `bsonType`. Keywords it does not read are refused. */
import { BSONRegExp } from 'bson';
import { storeFault } from '../errors.ts';
import { compare, equal } from '../value/compare.ts';
import { identityOf } from '../value/key.ts';
import { shown } from '../value/shown.ts';
import {
  isDocument,
  isNumeric,
  TYPE_NUMBERS,
  toNumber,
  typeOf,
  type Document,
  type TypeName,
  type Value,
} from '../value/types.ts';
import { patternTest } from './pattern.ts';

type Rule = (value: Value) => boolean;

/** @throws StoreError FailedToParse for a keyword that is not known, TypeMismatch */
export function compileSchema(schema: Document): (document: Document) => boolean {
  return schemaRule(schema);
}

function schemaRule(schema: Value): Rule {
  if (!isDocument(schema)) throw storeFault('TypeMismatch', '$jsonSchema: a schema must be an object');
  const rules: Rule[] = [];
  for (const [keyword, argument] of schema) {
    const make = Object.hasOwn(SCHEMA_KEYWORDS, keyword) ? SCHEMA_KEYWORDS[keyword] : undefined;
    if (make === undefined) throw storeFault('FailedToParse', `Unknown $jsonSchema keyword: ${keyword}`);
    const rule = make(argument, schema);
    if (rule !== undefined) rules.push(rule);
  }
  return (value) => rules.every((rule) => rule(value));
}

const JSON_TYPES: Readonly<Record<string, readonly TypeName[]>> = {
  object: ['object'],
  array: ['array'],
  number: ['int', 'long', 'double', 'decimal'],
  boolean: ['bool'],
  string: ['string'],
  null: ['null'],
};

function typesRule(argument: Value, namesOf: (name: string) => readonly TypeName[] | undefined): Rule {
  const types = new Set(
    (Array.isArray(argument) ? argument : [argument]).flatMap((name) => {
      const found = typeof name === 'string' ? namesOf(name) : undefined;
      if (found === undefined) throw storeFault('BadValue', `Unknown type name alias: ${shown(name)}`);
      return found;
    }),
  );
  return (value) => types.has(typeOf(value));
}

function bsonTypes(name: string): readonly TypeName[] | undefined {
  if (name === 'number') return JSON_TYPES.number;
  return Object.hasOwn(TYPE_NUMBERS, name) ? [name as TypeName] : undefined;
}

const onDocuments =
  (rule: (value: Document) => boolean): Rule =>
  (value) =>
    !isDocument(value) || rule(value);
const onArrays =
  (rule: (value: Value[]) => boolean): Rule =>
  (value) =>
    !Array.isArray(value) || rule(value);
const onStrings =
  (rule: (value: string) => boolean): Rule =>
  (value) =>
    typeof value !== 'string' || rule(value);
const onNumbers =
  (rule: (value: Value) => boolean): Rule =>
  (value) =>
    !isNumeric(value) || rule(value);

function numberOf(keyword: string, argument: Value): number {
  if (!isNumeric(argument)) throw storeFault('TypeMismatch', `$jsonSchema keyword '${keyword}' must be a number`);
  return toNumber(argument);
}

function list(keyword: string, argument: Value): Value[] {
  if (!Array.isArray(argument) || argument.length === 0)
    throw storeFault('TypeMismatch', `$jsonSchema keyword '${keyword}' must be a non-empty array`);
  return argument;
}

function entries(keyword: string, argument: Value): [string, Rule][] {
  if (!isDocument(argument)) throw storeFault('TypeMismatch', `$jsonSchema keyword '${keyword}' must be an object`);
  return [...argument].map(([name, schema]) => [name, schemaRule(schema)]);
}

/** In code points. */
const length = (text: string): number => Array.from(text).length;
const patternFor = (source: string): ((text: string) => boolean) => patternTest(new BSONRegExp(source, ''));

/** The keywords of `$jsonSchema` that are read. */
export const SCHEMA_KEYWORDS: Readonly<Record<string, (argument: Value, schema: Document) => Rule | undefined>> = {
  bsonType: (argument) => typesRule(argument, bsonTypes),
  type: (argument) => typesRule(argument, (name) => (Object.hasOwn(JSON_TYPES, name) ? JSON_TYPES[name] : undefined)),
  required(argument) {
    const names = list('required', argument) as string[];
    return onDocuments((value) => names.every((name) => value.has(name)));
  },
  properties(argument) {
    const rules = entries('properties', argument);
    return onDocuments((value) => rules.every(([name, rule]) => !value.has(name) || rule(value.get(name)!)));
  },
  patternProperties(argument) {
    const rules = entries('patternProperties', argument).map(([source, rule]) => [patternFor(source), rule] as const);
    return onDocuments((value) =>
      [...value].every(([name, inner]) => rules.every(([matches, rule]) => !matches(name) || rule(inner))),
    );
  },
  additionalProperties(argument, schema) {
    const known = new Set(isDocument(schema.get('properties')) ? (schema.get('properties') as Document).keys() : []);
    const patterns = isDocument(schema.get('patternProperties'))
      ? [...(schema.get('patternProperties') as Document).keys()].map(patternFor)
      : [];
    const rule = typeof argument === 'boolean' ? () => argument : schemaRule(argument);
    return onDocuments((value) =>
      [...value].every(([name, inner]) => known.has(name) || patterns.some((matches) => matches(name)) || rule(inner)),
    );
  },
  items(argument) {
    if (!Array.isArray(argument)) {
      const rule = schemaRule(argument);
      return onArrays((value) => value.every(rule));
    }
    const rules = argument.map(schemaRule);
    return onArrays((value) => rules.every((rule, i) => i >= value.length || rule(value[i]!)));
  },
  additionalItems(argument, schema) {
    const items = schema.get('items');
    if (!Array.isArray(items)) return undefined;
    const rule = typeof argument === 'boolean' ? () => argument : schemaRule(argument);
    return onArrays((value) => value.slice(items.length).every(rule));
  },
  minItems: (argument) => onArrays((value) => value.length >= numberOf('minItems', argument)),
  maxItems: (argument) => onArrays((value) => value.length <= numberOf('maxItems', argument)),
  uniqueItems: (argument) =>
    argument === true ? onArrays((value) => new Set(value.map(identityOf)).size === value.length) : undefined,
  minimum: (argument, schema) =>
    onNumbers((value) =>
      schema.get('exclusiveMinimum') === true ? compare(value, argument) > 0 : compare(value, argument) >= 0,
    ),
  maximum: (argument, schema) =>
    onNumbers((value) =>
      schema.get('exclusiveMaximum') === true ? compare(value, argument) < 0 : compare(value, argument) <= 0,
    ),
  exclusiveMinimum: () => undefined,
  exclusiveMaximum: () => undefined,
  multipleOf: (argument) => onNumbers((value) => toNumber(value as number) % numberOf('multipleOf', argument) === 0),
  minLength: (argument) => onStrings((value) => length(value) >= numberOf('minLength', argument)),
  maxLength: (argument) => onStrings((value) => length(value) <= numberOf('maxLength', argument)),
  pattern(argument) {
    return onStrings(patternFor(shown(argument)));
  },
  enum(argument) {
    const values = list('enum', argument);
    return (value) => values.some((one) => equal(one, value));
  },
  minProperties: (argument) => onDocuments((value) => value.size >= numberOf('minProperties', argument)),
  maxProperties: (argument) => onDocuments((value) => value.size <= numberOf('maxProperties', argument)),
  dependencies(argument) {
    if (!isDocument(argument)) throw storeFault('TypeMismatch', "$jsonSchema keyword 'dependencies' must be an object");
    const rules = [...argument].map(([name, needs]): [string, Rule] => [
      name,
      Array.isArray(needs) ? onDocuments((value) => needs.every((need) => value.has(shown(need)))) : schemaRule(needs),
    ]);
    return onDocuments((value) => rules.every(([name, rule]) => !value.has(name) || rule(value)));
  },
  allOf(argument) {
    const rules = list('allOf', argument).map(schemaRule);
    return (value) => rules.every((rule) => rule(value));
  },
  anyOf(argument) {
    const rules = list('anyOf', argument).map(schemaRule);
    return (value) => rules.some((rule) => rule(value));
  },
  oneOf(argument) {
    const rules = list('oneOf', argument).map(schemaRule);
    return (value) => rules.filter((rule) => rule(value)).length === 1;
  },
  not(argument) {
    const rule = schemaRule(argument);
    return (value) => !rule(value);
  },
  title: () => undefined,
  description: () => undefined,
};
