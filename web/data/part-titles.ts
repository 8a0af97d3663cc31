/** What the parts of an answer are called. */
import type { Citation } from '../export/citation.ts';
import type { Cited } from './cited.ts';
import type { DataTable } from './data-table.ts';
import type { FieldFacts } from './field-facts.ts';

type Headings = Pick<ReadonlyMap<string, Pick<FieldFacts, 'heading'>>, 'get'>;

/**
 * @param names of the parts, by their places in the answer, such as `programme.liability.periods`
 * @returns each with the heading of its field; parts of the same heading have that of the field around behind it, or their place
 */
export function partTitles(names: readonly string[], facts: Headings): ReadonlyMap<string, string> {
  const own = named(names, (name) => facts.get(name)?.heading ?? name);
  const within = toldApart(own, (name) => placeWords(name, facts) ?? around(name));
  return toldApart(within, (name) => name);
}

/** @returns what the field around is called, up to its first comma: the words behind it say more of it, not which it is */
export const placeWords = (name: string, facts: Headings): string | undefined =>
  facts.get(around(name))?.heading.split(', ')[0];

const around = (name: string): string => name.split('.').slice(0, -1).join('.');

const named = (names: readonly string[], titleOf: (name: string) => string): ReadonlyMap<string, string> =>
  new Map(names.map((name) => [name, titleOf(name)]));

/** Only titles that several have get longer. */
function toldApart(titles: ReadonlyMap<string, string>, by: (name: string) => string): ReadonlyMap<string, string> {
  const all = [...titles.values()];
  const isShared = (title: string): boolean => all.filter((each) => each === title).length > 1;
  return named([...titles.keys()], (name) => {
    const title = titles.get(name)!;
    return isShared(title) ? `${title} (${by(name)})` : title;
  });
}

/** What an export is called: by the question and the part of its answer. */
export const namedIn = (
  { title }: Pick<DataTable, 'title'>,
  { question }: Pick<Cited, 'question'>,
): Pick<Citation, 'question' | 'part'> =>
  question === undefined ? { question: title } : { question: `${question} – ${title}`, part: { question, title } };
