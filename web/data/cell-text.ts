/** What stands in a cell, as its reader writes it. */
import type { Formats, Writing } from '../numbers/formats.ts';
import type { Cell, Column, ColumnWriting } from './data-table.ts';

/** @returns a dash where there is nothing */
export function cellText({ value, writing }: Cell, column: Pick<Column, 'writing'>, formats: Formats): string {
  if (value === null || value === '') return '–';
  const as = writing ?? column.writing;
  if (typeof value === 'number') return WORDS.has(as) ? String(value) : formats[as as Writing](value);
  if (typeof value === 'string' && as === 'day' && /^\d{4}-\d\d-\d\d$/.test(value)) return formats.day(value);
  if (typeof value === 'string' && as === 'month' && /^\d{4}-\d\d$/.test(value)) return formats.month(value);
  if (typeof value === 'string' && as === 'moment' && !Number.isNaN(Date.parse(value))) return formats.moment(value);
  return String(value);
}

/** How texts are written. */
const WORDS: ReadonlySet<ColumnWriting> = new Set(['plain', 'day', 'month', 'moment']);
