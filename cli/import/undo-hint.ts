/** The words that take a job back, with the options that this run was given: elsewhere the job is not found. */
import type { RowKind } from '../files/read/mapping/fields.ts';
import type { SettingsOf } from '../../base/settings.ts';
import { importSettings } from './settings.ts';

type Access = Pick<SettingsOf<typeof importSettings>, 'graph' | 'tokenFile' | 'role'>;

/** @param id of the job */
export function undoHint(kind: RowKind, id: string, { graph, tokenFile, role }: Access): string {
  const given = [
    ['--graph', graph === importSettings.graph.schema.parse(undefined) ? undefined : graph],
    ['--token-file', tokenFile],
    ['--role', role],
  ] as const;
  const words = given.flatMap(([flag, value]) => (value === undefined ? [] : [flag, quoted(value)]));
  return ['npm run import --', kind === 'MEMBERS' ? 'undo-members' : 'undo', id, ...words].join(' ');
}

/** A word that a shell takes as one. */
const quoted = (word: string): string => (/^[\w.\-/:@]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
