/** What the schema says of each field that a question asks for, by its place in the answer. */
import {
  getNamedType,
  isEnumType,
  isNonNullType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { factsOf } from '../graph/question.ts';
import { partIn } from '../language/bilingual.ts';
import { valueName, type ValueName } from '../language/enum-names.ts';
import type { Language } from '../language/languages.ts';

export interface FieldFacts {
  /** Short enough to stand over a column. */
  readonly heading: string;
  readonly description: string | undefined;
  /** Of the value, such as `Rupiah`. */
  readonly type: string;
  /** Where it stands in the schema, such as `Query.workers`. */
  readonly of: string;
  /** Whether it is always there: a count may be withheld, what is counted by may not. */
  readonly always: boolean;
  /** Names of an enum's values. */
  readonly values?: ReadonlyMap<string, ValueName>;
}

/** Names that lead to a list's rows and say nothing of them. */
const PLUMBING = new Set(['nodes', 'edges', 'node']);

/** @returns by path without the plumbing of connections, such as `villages.coverage.total`; none for a question that does not parse */
export function fieldFacts(schema: GraphQLSchema, query: string, language: Language): ReadonlyMap<string, FieldFacts> {
  const facts = new Map<string, FieldFacts>();
  const { documentAST } = factsOf(query);
  if (documentAST === undefined) return facts;
  const types = new TypeInfo(schema);
  const path: string[] = [];
  visit(
    documentAST,
    visitWithTypeInfo(types, {
      Field: {
        enter: ({ name, alias }) => {
          path.push(alias?.value ?? name.value);
          const type = getNamedType(types.getType());
          const definition = types.getFieldDef();
          if (type == null || definition == null) return;
          const place = path.filter((each) => !PLUMBING.has(each));
          const list = PLUMBING.has(path.at(-1)!) ? facts.get(place.join('.')) : undefined;
          // What is said of a connection says more than what is said of its `nodes`, which tell what the rows are.
          if (list !== undefined) return void facts.set(place.join('.'), { ...list, type: type.name });
          const own = partIn(definition.description ?? name.value, language);
          const around = facts.get(place.slice(0, -1).join('.'));
          const always = isNonNullType(types.getType());
          const of = `${types.getParentType()?.name ?? ''}.${definition.name}`;
          facts.set(place.join('.'), { ...factsOfField(place.at(-1)!, own, type, around, language), of, always });
        },
        leave: () => void path.pop(),
      },
    }),
  );
  return facts;
}

function factsOfField(
  last: string,
  description: string,
  type: GraphQLNamedType,
  around: FieldFacts | undefined,
  language: Language,
): Omit<FieldFacts, 'always' | 'of'> {
  // "Name" and "Code" say nothing by themselves: of what is said by the field around.
  const vague = (last === 'name' || last === 'code') && around !== undefined;
  const heading = vague ? `${headingOf(description)}: ${around.heading.toLowerCase()}` : headingOf(description);
  return { heading, description, type: type.name, ...(isEnumType(type) && { values: valuesOf(type, language) }) };
}

/** The first clause of a description. */
function headingOf(description: string): string {
  const [first = description] = description.split(
    /[;:.(]|, (?:as|sebagai|such|seperti|misalnya|null|exact|tepat|at the end|pada akhir|the oldest|yang terlama)/,
  );
  return first.trim();
}

const valuesOf = (type: GraphQLNamedType, language: Language): ReadonlyMap<string, ValueName> =>
  new Map(
    isEnumType(type)
      ? type.getValues().map(({ name, description }) => [name, valueName(description ?? name, language)])
      : [],
  );
