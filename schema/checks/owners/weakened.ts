/** What of a field's or a type's protection is gone, or asks less: directive by directive. */
import { applied } from '../model/graph.ts';
import type { Applied } from '../model/subgraph-model.ts';
import { isAsStrict, waysOf } from './access-rule.ts';

/** The directives of one place, with those of its type where it is a field. */
export interface Protected {
  readonly own: readonly Applied[];
  readonly type: readonly Applied[];
}

/** @returns what is weaker now than then, as texts such as `@mask(as: NIK)`; none where nothing is */
export function weakened(then: Protected, now: Protected): readonly string[] {
  const [before, after] = [then, now].map(({ own, type }) => [...own, ...type]) as [Applied[], Applied[]];
  return [
    ...(isAsStrict(waysOf(after), waysOf(before)) ? [] : ['its rule of access']),
    ...(isMaskKept(then.own, now.own) ? [] : ['@mask']),
    ...(isPersonalKept(before, after) ? [] : ['@personal']),
    ...(isCountKept(then.own, now.own) ? [] : ['@aggregate']),
    ...(isPurposeKept(before, after) ? [] : ['@purpose']),
    ...(isFilterKept(then.own, now.own) ? [] : ['@filters']),
    ...(applied(before, 'inaccessible').length > 0 && applied(after, 'inaccessible').length === 0
      ? ['@inaccessible']
      : []),
    ...(isTagKept(then.own, now.own) ? [] : ['which variants it is in (@tag)']),
    ...(applied(then.own, 'harmless').length === 0 && applied(now.own, 'harmless').length > 0
      ? ['that it may hold text about somebody (@harmless)']
      : []),
  ];
}

/** A variant includes by a tag, or excludes by one: both a further tag and one that is gone may show more. */
function isTagKept(then: readonly Applied[], now: readonly Applied[]): boolean {
  const tags = (all: readonly Applied[]): string =>
    applied(all, 'tag')
      .map(({ values }) => String(values.name))
      .sort()
      .join(' ');
  return tags(now) === tags(then);
}

/** TEXT hides the whole value, so it is stricter than any other kind. */
function isMaskKept(then: readonly Applied[], now: readonly Applied[]): boolean {
  const [was] = applied(then, 'mask');
  const [is] = applied(now, 'mask');
  if (was === undefined) return true;
  if (is === undefined) return false;
  return is.values.as === 'TEXT' || JSON.stringify(sorted(is.values)) === JSON.stringify(sorted(was.values));
}

function isPersonalKept(then: readonly Applied[], now: readonly Applied[]): boolean {
  const [was, is] = [applied(then, 'personal'), applied(now, 'personal')];
  if (was.length === 0) return true;
  const isSpecific = (all: readonly Applied[]): boolean => all.some(({ values }) => values.category === 'SPECIFIC');
  const subject = (all: readonly Applied[]): unknown =>
    all.find(({ values }) => values.subject != null)?.values.subject;
  return is.length > 0 && (isSpecific(is) || !isSpecific(was)) && subject(is) === subject(was);
}

function isCountKept(then: readonly Applied[], now: readonly Applied[]): boolean {
  const minimum = (all: readonly Applied[]): number =>
    Math.max(0, ...applied(all, 'aggregate').map(({ values }) => Number(values.minimum ?? 5)));
  return minimum(now) >= minimum(then);
}

/** A field's own purposes count before its type's. */
function isPurposeKept(then: readonly Applied[], now: readonly Applied[]): boolean {
  const purposes = (all: readonly Applied[]): string[] | undefined =>
    applied(all, 'purpose')[0]?.values.allowed as string[] | undefined;
  const was = purposes(then);
  return was === undefined || (purposes(now)?.every((purpose) => was.includes(purpose)) ?? false);
}

/** `@filters(fields: [])` says that nothing protected is behind it. */
function isFilterKept(then: readonly Applied[], now: readonly Applied[]): boolean {
  const fields = (all: readonly Applied[]): string[] =>
    applied(all, 'filters').flatMap(({ values }) => values.fields as string[]);
  return fields(then).every((field) => fields(now).includes(field));
}

function sorted(values: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(values).sort(([one], [other]) => one.localeCompare(other));
}
