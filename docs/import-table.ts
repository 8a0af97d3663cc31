/** The reasons for which a row of a file is not taken: the generated part of docs/import.md. */
import { REASONS } from '../subgraphs/import/reasons.ts';

/** @returns a row for each reason, in English and Indonesian */
export function importSections(): string {
  return [
    '| reason | what is expected | yang diharapkan |',
    '|---|---|---|',
    ...Object.entries(REASONS).map(([code, [english, indonesian]]) => `| \`${code}\` | ${english} | ${indonesian} |`),
  ].join('\n');
}
