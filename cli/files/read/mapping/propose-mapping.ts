/** Which column of a file is which field, proposed from the titles: an exact title of the list, and nothing that only looks alike. */
import { stringify } from 'yaml';
import { titleKey } from '../header/title-key.ts';
import { fieldsByTitle, rowFields, type RowKind } from './fields.ts';
import type { Mapping } from './read-mapping.ts';

/** What was proposed, and what a person has to look at. */
export interface ProposedMapping {
  readonly mapping: Mapping;
  /** Titles that are no field, and are not read. */
  readonly unused: readonly string[];
  /** Fields for which the file has more than one column; the first one is proposed. */
  readonly doubtful: readonly { readonly field: string; readonly titles: readonly string[] }[];
}

/** @param header the titles of a file, as `openTable` gives them */
export function proposeMapping(header: readonly string[], kind: RowKind): ProposedMapping {
  const byTitle = fieldsByTitle(kind);
  const titles = new Map<string, string[]>();
  const unused: string[] = [];
  for (const title of header) {
    const field = byTitle.get(titleKey(title));
    if (field === undefined) {
      if (title !== '') unused.push(title);
    } else titles.set(field, [...(titles.get(field) ?? []), title]);
  }
  const found = Object.keys(rowFields[kind]).filter((field) => titles.has(field));
  return {
    mapping: Object.fromEntries(found.map((field) => [field, [titles.get(field)![0]!]])),
    unused,
    doubtful: found.map((field) => ({ field, titles: titles.get(field)! })).filter(({ titles }) => titles.length > 1),
  };
}

/** @returns a proposal as the text of a mapping file, to be kept and edited */
export function mappingText({ mapping, unused, doubtful }: ProposedMapping): string {
  const fields = Object.entries(mapping).map(([field, [title]]) => [field, title]);
  const lines = [
    ...doubtful.map(
      ({ field, titles }) => `# ${field}: one of ${titles.map((title) => JSON.stringify(title)).join(', ')}`,
    ),
    ...unused.map((title) => `# not read: ${JSON.stringify(title)}`),
  ];
  return [stringify(Object.fromEntries(fields)).trimEnd(), ...lines, ''].join('\n');
}
