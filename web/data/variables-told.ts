/** With which values a question was asked, in words for its citation. */
import type { Citation } from '../export/citation.ts';
import type { MessageKey } from '../language/en.ts';
import type { Say } from '../language/say.ts';

/** Variables that shipped questions share with the view's own filters. */
const NAMES: Readonly<Record<string, MessageKey>> = {
  agency: 'data.by.agency',
  band: 'data.by.band',
  district: 'data.by.district',
  from: 'data.from',
  month: 'data.month',
  occupation: 'data.by.occupation',
  programme: 'data.by.programme',
  to: 'data.to',
  village: 'data.by.village',
  year: 'data.year',
};

/** Those that say how many rows come, which the citation tells by itself. */
const PAGING: ReadonlySet<string> = new Set(['first', 'last', 'after', 'before']);

/** Codes, words of an enum, months and days: a text of another form may be about a person, and goes into no file's name. */
const CODE = /^(?:[A-Z][A-Z_]*\d{0,4}(?:_\d{1,4})*|\d{4}(?:-\d\d){0,2}|\d\d(?:\.\d\d){1,2}(?:\.\d{4})?)$/;

/** Numbers of more digits may be somebody's. */
const LARGEST = 999_999;

/** @param variables as they were sent */
export function variablesTold(variables: unknown, say: Say): Citation['filters'] {
  if (typeof variables !== 'object' || variables === null) return [];
  return Object.entries(variables).flatMap(([name, value]) => {
    const told = PAGING.has(name) ? undefined : toldValue(value);
    const key = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    return told === undefined ? [] : [{ name: key === undefined ? name : say(key), value: told }];
  });
}

function toldValue(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const each = value.map(toldValue);
    return each.length === 0 || each.includes(undefined) ? undefined : each.join(', ');
  }
  if (typeof value === 'number') return Math.abs(value) <= LARGEST ? String(value) : undefined;
  if (typeof value === 'string') return CODE.test(value) ? value : undefined;
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** @returns every variable but those that page, with its value where it may be told */
export function variableNames(variables: unknown, say: Say): string[] {
  if (typeof variables !== 'object' || variables === null) return [];
  const names = Object.entries(variables).filter(([name]) => !PAGING.has(name));
  return names.map(([name, value]) => {
    const [told] = variablesTold({ [name]: value }, say);
    return told === undefined ? name : `${told.name} ${told.value}`;
  });
}
