/** What an answer must be when subgraphs fail: in each place the truth, or null with an error that says so; and nothing that is there is told as missing. */
import { MISSING_INPUT_CODES } from '../../../gateway/execute/missing-input.ts';
import type { Answer } from './federation.ts';

type Path = readonly (string | number)[];

/** Of one failure 100 places are told at most (execute/failures.ts), and of those some stand for others: from here on it may be that. */
export const MOST_TOLD = 50;

/**
 * @param saysWhere false when an error above a place may be all there is to explain it
 * @returns where the answer is neither
 */
export function unsoundPlace(truth: unknown, { data, errors = [] }: Answer, saysWhere: boolean): string | undefined {
  const paths = errors.map(({ path = [] }) => path);
  const isExplained = (place: Path): boolean =>
    errors.length >= MOST_TOLD || paths.some((path) => begins(path, place) || (!saysWhere && begins(place, path)));
  return unsound(truth, data, [], isExplained);
}

/** @returns where an error says of what is there that it could not be asked for */
export function idleError({ data, errors = [] }: Answer): string | undefined {
  const lacks = errors.filter(({ extensions }) => MISSING_INPUT_CODES.has(extensions?.['code']));
  const idle = lacks.find(
    ({ path = [] }) =>
      (path.reduce<unknown>(
        (value, part) => (value as Record<string | number, unknown> | null | undefined)?.[part],
        data,
      ) ?? null) !== null,
  );
  return idle && `an error for nothing at ${(idle.path ?? []).join('.')}`;
}

function begins(path: Path, start: Path): boolean {
  return start.every((part, index) => path[index] === part);
}

function unsound(
  truth: unknown,
  value: unknown,
  place: Path,
  isExplained: (place: Path) => boolean,
): string | undefined {
  if (truth === value || Object.is(truth, value)) return undefined;
  if (value === null) return isExplained(place) ? undefined : `null without an error at ${place.join('.')}`;
  if (typeof truth !== 'object' || typeof value !== 'object' || truth === null || value === undefined)
    return `other value at ${place.join('.')}`;
  const names = Object.keys(truth);
  if (Array.isArray(truth) !== Array.isArray(value) || names.join() !== Object.keys(value).join())
    return `other fields at ${place.join('.')}`;
  for (const name of names) {
    const part = Array.isArray(truth) ? Number(name) : name;
    const found = unsound(
      (truth as Record<string, unknown>)[name],
      (value as Record<string, unknown>)[name],
      [...place, part],
      isExplained,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
