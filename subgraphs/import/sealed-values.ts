/** What of imports is sealed, and with which place. */
import type { SealedCollection, SealedValue } from '../data/reseal.ts';
import { placeOfBefore, placeOfCells, type ImportBatch, type RejectedRow } from './import-job.ts';

/** The sealed values of `rejected_rows` and `import_batches`. */
export const SEALED_OF_IMPORTS: readonly SealedCollection[] = [
  {
    name: 'rejected_rows',
    valuesOf: ({ _id, cells }: RejectedRow): SealedValue[] => [
      { path: 'cells', value: cells, place: placeOfCells(_id) },
    ],
  },
  {
    name: 'import_batches',
    valuesOf: ({ _id, before }: ImportBatch): SealedValue[] => [
      { path: 'before', value: before, place: placeOfBefore(_id) },
    ],
  },
];
