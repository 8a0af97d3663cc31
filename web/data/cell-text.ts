/** What stands in a cell, as its reader writes it. */
import type { Formats } from '../numbers/formats.ts';
import type { Cell, Column } from './data-table.ts';

/** @returns a dash where there is nothing */
export function cellText({ value, writing }: Cell, column: Pick<Column, 'writing'>, formats: Formats): string {
  if (value === null || value === '') return '–';
  const as = writing ?? column.writing;
  if (typeof value === 'number')
    return as === 'plain' || as === 'day' || as === 'month' ? String(value) : formats[as](value);
  if (typeof value === 'string' && as === 'day' && /^\d{4}-\d\d-\d\d$/.test(value)) return formats.day(value);
  if (typeof value === 'string' && as === 'month' && /^\d{4}-\d\d$/.test(value)) return formats.month(value);
  return String(value);
}
