/** What the address calls a part of an answer. */
import { FIGURES, type Table } from '../graph/table.ts';

/** @returns the path of its list, or `figures` for what stands outside every list */
export const partName = ({ name }: Pick<Table, 'name'>): string => (name === FIGURES ? 'figures' : name);
