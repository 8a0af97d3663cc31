import { useEffect } from 'react';
import { distinct, type Mark } from '../numbers/marks.ts';

/** A panel tells which marks stand in it, so that the legend explains these and no others. */
export type TellMarks = (panel: string, marks: readonly Mark[]) => void;

/** Tells the overview which marks stand in a panel. */
export function useTellMarks(tell: TellMarks, panel: string, marks: Iterable<Mark>): void {
  const each = distinct(marks);
  const key = JSON.stringify(each);
  useEffect(() => tell(panel, JSON.parse(key) as Mark[]), [tell, panel, key]);
}
