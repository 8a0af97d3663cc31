/**
 * An import that an agency has begun: a few rows of the roster that say nothing new, and rows with the faults that files have, waiting for their
 * correction. They come in by the importer itself, so that what the sample shows is what it does. Nobody is added or changed.
 */
import { createHash } from 'node:crypto';
import type { ClaimsSubject } from '../../base/claims.ts';
import type { RunningSubgraph } from '../serve.ts';

const COLUMNS = ['id', 'nik', 'name', 'birthDate', 'phone', 'occupation', 'village', 'decile', 'decileEdition'];

/** Serials are 0000, which is never issued, and telephone numbers are of toll-free lines: no row is of a real person. */
const ROWS: readonly (readonly string[])[] = [
  ['w-00000001', '', '', '', '', '', '', '', ''],
  ['w-00000002', '', '', '', '', '', '', '', ''],
  ['', '3.275E+15', 'Asep Hidayat', '12/03/1979', '080000110011', 'Ojol', 'Margahayu', '2', '2025-Q3'],
  [
    '',
    '327501550285000',
    'Neneng Lestari',
    '15/02/1985',
    '080000110012',
    'Pedagang kaki lima',
    'Durenjaya',
    '3',
    '2025-Q3',
  ],
  ['', '3275013002800000', 'Dadan Permana', '30/02/1980', '080000110013', 'Kuli bangunan', 'Arenjaya', '1', '2025-Q3'],
  ['', '3275021005820000', 'Joko Purnomo', '10/05/1982', '080000110014', 'Sopir angkot', 'Bekasi Joya', '4', '2025-Q3'],
  ['', '3275026206880000', 'Lilis Suryana', '22/06/1988', '080000110015', 'Penata rambut', 'Margahayu', '2', '2025-Q3'],
  ['', '3275030107900000', 'Udin Sutisna', '01/07/1990', '080000110016', 'Tukang becak', 'Durenjaya', '12', '2025-Q3'],
  ['', '3275035508910000', 'Tati Rahayu', '15/08/1992', '12', 'Buruh harian', 'Arenjaya', '5', ''],
];

const CALLER: ClaimsSubject = {
  sub: 'user:sample',
  roles: ['agency-owner'],
  scopes: ['person:read', 'import:write'],
  agency: 'DISNAKER',
};

/** @param workers with the roster in its database @throws Error where a mutation is refused */
export async function sampleImport(workers: RunningSubgraph): Promise<void> {
  const change = async (mutation: string, type: string, input: object): Promise<string> => {
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${mutation === 'importRows' ? 'job { id }' : 'id'} } }`;
    const { data, errors } = await workers.execute({ query, variables: { input }, claims: CALLER });
    if (errors !== undefined) throw new Error(`the sample's import failed: ${errors[0]?.message}`);
    const { id, job } = data![mutation] as { id?: string; job?: { id: string } };
    return id ?? job!.id;
  };
  const sha256 = createHash('sha256').update(JSON.stringify(ROWS)).digest('hex');
  const rows = ROWS.map((cells, at) => ({ line: at + 2, cells }));
  for (const pass of ['CHECK', 'APPLY']) {
    const job = await change('beginImport', 'BeginImportInput', { kind: 'WORKERS', sha256, columns: COLUMNS, pass });
    await change('importRows', 'ImportRowsInput', { job, pass, from: 0, rows });
    await change('finishImport', 'FinishImportInput', { job, pass, rows: rows.length });
  }
}
