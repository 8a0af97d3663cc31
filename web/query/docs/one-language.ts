/** The schema with descriptions in one language, for the editor and its explorers, which show them as they are. */
import type { IntrospectionQuery } from 'graphql';
import { partIn } from '../../language/bilingual.ts';
import type { Language } from '../../language/languages.ts';

const TEXTS = new Set(['description', 'deprecationReason']);

/** @returns a copy; names and types are as they were */
export const inOneLanguage = (schema: IntrospectionQuery, language: Language): IntrospectionQuery =>
  copyOf(schema, language) as IntrospectionQuery;

function copyOf(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map((each) => copyOf(each, language));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      TEXTS.has(name) && typeof inner === 'string' ? partIn(inner, language) : copyOf(inner, language),
    ]),
  );
}
