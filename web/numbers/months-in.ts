import { distinct, type Mark } from './marks.ts';

/** @returns the months that numbers stand at, `YYYY-MM`, the first first; each once */
export const monthsIn = (marks: Iterable<Mark>): string[] =>
  distinct(marks)
    .flatMap((mark) => (mark.kind === 'MONTH' ? [mark.month] : []))
    .sort();
