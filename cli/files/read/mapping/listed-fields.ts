/** The fields of one kind of file as they are listed: `npm run import -- fields` and docs/files-in.md print the same. */
import { enumWords, listedWords } from '../../../../base/enum-words.ts';
import { rowFields, type RowKind } from './fields.ts';
import { FORMS, NEEDED, OWN_FORMS, type FieldForm } from './forms.ts';

/** A field. */
export interface ListedField {
  readonly field: string;
  /** Titles that are taken for it, beside its name. */
  readonly titles: readonly string[];
  readonly form: string;
  /** For what it is needed; empty where it may always be empty. */
  readonly needed: string;
  /** Values with words that mean them, where it is of a list: `MATCH: Sesuai, Cocok`. */
  readonly values: readonly string[];
}

/** @returns the fields, in the order of the list */
export function listedFields(kind: RowKind): ListedField[] {
  return Object.entries(rowFields[kind]).map(([field, titles]) => {
    const { form, values } = OWN_FORMS[kind]?.[field] ?? FORMS[field]!;
    return { field, titles, form, needed: NEEDED[kind][field] ?? '', values: valuesOf(values) };
  });
}

function valuesOf(of: FieldForm['values']): string[] {
  if (of === undefined) return [];
  const { values, written } = 'list' in of ? listedWords(of.list) : enumWords(of.subgraph, of.name);
  const nothing = written.get('NOTHING');
  return [
    ...values.map((value) => [value, ...(written.has(value) ? [written.get(value)!.join(', ')] : [])].join(': ')),
    ...(nothing === undefined ? [] : [`as an empty cell / seperti sel kosong: ${nothing.join(', ')}`]),
  ];
}
