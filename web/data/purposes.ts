/** The audit states a purpose by its name; readers know it by its title. */
import type { FieldFacts } from './field-facts.ts';

/** Fields that hold the name of a purpose. */
const PURPOSE: ReadonlySet<string> = new Set(['Access.purpose', 'PersonAccess.purpose']);

/** @param titles of the purposes, by name, in the reader's language @returns the same facts, in which each purpose has its title */
export function withPurposes(
  facts: ReadonlyMap<string, FieldFacts>,
  titles: ReadonlyMap<string, string>,
): ReadonlyMap<string, FieldFacts> {
  const values = new Map([...titles].map(([name, title]) => [name, { title }]));
  return new Map([...facts].map(([path, each]) => [path, PURPOSE.has(each.of) ? { ...each, values } : each]));
}
