/** The fields of one kind of file, in lines for a terminal. */
import { listedFields } from '../files/read/mapping/listed-fields.ts';
import { NOT_KEPT, type RowKind } from '../files/read/mapping/fields.ts';

/** @returns each field with its titles, form and values; then the titles that no field is of */
export function fieldLines(kind: RowKind): string[] {
  return [
    ...listedFields(kind).flatMap(({ field, titles, form, needed, values }) => [
      `${field}${needed === '' ? '' : `  (needed for ${needed})`}`,
      `  titles  ${titles.join(', ')}`,
      `  form    ${form}`,
      ...values.map((value) => `    ${value}`),
    ]),
    '',
    `known and not kept: ${NOT_KEPT.join(', ')}`,
  ];
}
