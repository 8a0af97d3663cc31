/** The fields of each kind of file: the generated part of docs/files-in.md. */
import { NOT_KEPT, type RowKind } from '../cli/files/read/mapping/fields.ts';
import { listedFields } from '../cli/files/read/mapping/listed-fields.ts';

const KINDS: Readonly<Record<RowKind, string>> = {
  WORKERS: 'Workers (`workers`)',
  VERIFICATIONS: 'Verifications (`verifications`)',
  MEMBERS: 'Members (`members`)',
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** @returns a table for each kind, and the titles of columns that are not kept */
export function filesInSections(): string {
  const tables = (Object.keys(KINDS) as RowKind[]).map((kind) =>
    [
      `### ${KINDS[kind]}`,
      '',
      '| field | needed for | form of the value | titles that are taken |',
      '|---|---|---|---|',
      ...listedFields(kind).map(({ field, needed, form, values, titles }) => {
        const listed = values.map((value) => `<br>${value}`).join('');
        return `| \`${field}\` | ${cell(needed)} | ${cell(form + listed)} | ${cell(titles.join(', '))} |`;
      }),
    ].join('\n'),
  );
  return [...tables, `### Known, and not kept\n\n${NOT_KEPT.map(cell).join(', ')}`].join('\n\n');
}
