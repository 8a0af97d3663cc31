import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MEMBER_FIELDS } from '../../subgraphs/groups/import/judge-member.ts';
import { VERIFICATION_FIELDS } from '../../subgraphs/workers/import/judge-verification.ts';
import { WORKER_FIELDS } from '../../subgraphs/workers/import/worker-fields.ts';
import { rowFields } from '../../cli/files/read/mapping/fields.ts';
import { titleKey } from '../../cli/files/read/header/title-key.ts';
import { mappingText, proposeMapping } from '../../cli/files/read/mapping/propose-mapping.ts';
import { openFile } from '../../cli/import/read-rows.ts';
import { fieldsOfColumns, mappingOf, readMapping } from '../../cli/files/read/mapping/read-mapping.ts';

describe('a mapping', () => {
  it('is proposed from titles in Indonesian and English, whatever their case, dots and brackets', () => {
    const header = ['No.', 'N I K (16 digit)', 'NAMA LENGKAP*', 'Tgl. Lahir (dd/mm/yyyy)', 'phone_number', 'birthDate'];
    const proposal = proposeMapping(header, 'WORKERS');
    expect(proposal).toEqual({
      mapping: { nik: [header[1]], name: [header[2]], birthDate: [header[3]], phone: [header[4]] },
      unused: ['No.'],
      doubtful: [{ field: 'birthDate', titles: [header[3], header[5]] }],
    });
  });

  it('is written as a file that can be read again, with what is doubtful and what is not read', () => {
    const header = ['No', 'No: KTP', 'Nama', 'Nama Lengkap', 'yes'];
    const proposal = proposeMapping(header, 'WORKERS');
    const text = mappingText(proposal);
    expect(mappingOf(text, 'WORKERS')).toEqual({ titles: proposal.mapping, constants: {} });
    expect(text).toContain('# name: one of "Nama", "Nama Lengkap"');
    expect(text).toContain('# not read: "yes"');
  });

  it('that is not there is refused, with its path', () => {
    expect(() => readMapping('no-such.yaml', 'WORKERS')).toThrow(
      expect.objectContaining({
        code: 'FILE_UNREADABLE',
        message: expect.stringContaining('expected a mapping that you may read, got ENOENT: no-such.yaml'),
      }),
    );
  });

  it('takes the first of several titles that a file has', () => {
    const { titles: mapping } = mappingOf('nik: [NIK, No KTP]\nname: sebutan\n', 'WORKERS');
    expect(fieldsOfColumns(mapping, ['Sebutan', 'No. KTP', 'x'])).toEqual(['name', 'nik', null]);
  });

  it('says what holds for every row where the file has no column of it', async () => {
    expect(mappingOf('nik: NIK\ndecileEdition: { value: 2025-Q3 }\n', 'WORKERS')).toEqual({
      titles: { nik: ['NIK'] },
      constants: { decileEdition: '2025-Q3' },
    });
    const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
    const [file, mapping] = [join(folder, 'desil.csv'), join(folder, 'desil.yaml')];
    writeFileSync(file, 'NIK,Nama,Desil\n3275011203800000,BUDI,2\n3275015203850000,SITI,3\n');
    writeFileSync(mapping, 'nik: NIK\ndecile: Desil\ndecileEdition: { value: 2025-Q3 }\n');
    const { columns, rows, table } = await openFile({ path: file, kind: 'WORKERS', mapping, mostBytes: 1e6 });
    expect(columns).toEqual(['nik', 'decile', 'decileEdition']);
    expect((await Array.fromAsync(rows())).map(({ cells }) => cells)).toEqual([
      ['3275011203800000', '2', '2025-Q3'],
      ['3275015203850000', '3', '2025-Q3'],
    ]);
    await table.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['another member beside a value', 'decileEdition: { value: x, title: y }\n', 'expected { value: … } alone'],
    ['a field that is none', 'nik: NIK\nnama: Nama\n', 'line 2: expected a field of id, nik'],
    ['no title', 'nik:\n', 'line 1: expected a title for nik'],
    ['no YAML', 'nik: [NIK\nname: "x', 'expected YAML'],
    ['a list', '- nik\n', 'line 1: expected a field and its title'],
  ])('with %s is refused, with its line', (_what, text, message) => {
    expect(() => mappingOf(text, 'WORKERS')).toThrow(expect.objectContaining({ code: 'MAPPING_UNREADABLE' }));
    expect(() => mappingOf(text, 'WORKERS')).toThrow(message);
  });

  it.each([
    ['a title that the file has not', { nik: ['NIK'], name: ['Nama'] }, 'no column of "Nama" for name'],
    ['one column for two fields', { nik: ['NIK'], name: ['nik'] }, 'column "NIK" for both nik and name'],
  ])('with %s does not fit', (_what, mapping, message) => {
    expect(() => fieldsOfColumns(mapping, ['NIK'])).toThrow(expect.objectContaining({ code: 'MAPPING_MISFIT' }));
    expect(() => fieldsOfColumns(mapping, ['NIK'])).toThrow(message);
  });

  it.each([
    ['WORKERS', WORKER_FIELDS],
    ['VERIFICATIONS', VERIFICATION_FIELDS],
    ['MEMBERS', MEMBER_FIELDS],
  ] as const)('of %s has the fields that the subgraph takes, and no other', (kind, fields) =>
    expect(Object.keys(rowFields[kind]).sort()).toEqual([...fields].sort()),
  );

  it.each(Object.entries(rowFields))('of %s never has one title for two fields', (_kind, fields) => {
    const owners = new Map<string, string>();
    for (const [field, titles] of Object.entries(fields))
      for (const title of [...titles, field]) {
        const other = owners.get(titleKey(title));
        expect([undefined, field], title).toContain(other);
        owners.set(titleKey(title), field);
      }
    expect(owners.size).toBeGreaterThan(20);
  });
});
