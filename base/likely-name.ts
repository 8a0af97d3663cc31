import { editDistance } from './edit-distance.ts';

/** The furthest that a misspelt name is from the one that was meant, in edits. */
const FAR = 3;

/** @returns of some names the one that a misspelt word is near to, whatever the case of its letters; `undefined` where none is near */
export function likelyName(word: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, far: editDistance(word.toLowerCase(), name.toLowerCase(), FAR) }))
    .filter(({ far, name }) => far <= FAR && far < name.length / 2)
    .sort((one, other) => one.far - other.far);
  return nearest?.name;
}
