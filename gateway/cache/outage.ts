/** Whether a subgraph did not answer, as opposed to what it says of the question: then what was kept goes before an error. */
import { fetchErrors } from '../fetch/errors.ts';

/** What a subgraph says where it has lost its own database. */
const OF_ITS_DATABASE = 'DATABASE_UNREACHABLE';

/** @param code of an error, in its `extensions` */
export function isOutage(code: unknown): boolean {
  return code === OF_ITS_DATABASE || (typeof code === 'string' && Object.hasOwn(fetchErrors, code));
}
