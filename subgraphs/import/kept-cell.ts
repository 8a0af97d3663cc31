/** What is read and kept of a cell: far more than any field takes, far too little to fill a disk with. */

const MOST_CHARACTERS = 500;

/** @returns the cell; of one that is longer its first 500 characters with single blanks, so that it is as wrong as it was */
export const keptCell = (cell: string): string =>
  cell.length <= MOST_CHARACTERS
    ? cell
    : cell
        .replaceAll(/[\s\u00a0\u200b\ufeff]+/g, ' ')
        .trim()
        .slice(0, MOST_CHARACTERS);
