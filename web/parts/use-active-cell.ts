/** Moves through a grid by keys, as the ARIA practices for grids describe it: one cell is in the order of the Tab key. */
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';

interface Size {
  readonly rows: number;
  readonly columns: number;
}

interface ActiveCell {
  readonly row: number;
  readonly column: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: FocusEvent) => void;
}

/** Rows that Page Up and Page Down move by. */
const STEP = 12;

export function useActiveCell(
  place: RefObject<HTMLElement | null>,
  { rows, columns }: Size,
  scrollTo: (row: number) => void,
): ActiveCell {
  const [chosen, setChosen] = useState({ row: 0, column: 0 });
  const moved = useRef(false);
  const row = Math.min(chosen.row, Math.max(0, rows - 1));
  const column = Math.min(chosen.column, Math.max(0, columns - 1));
  useEffect(() => {
    if (!moved.current) return;
    const cell = place.current?.querySelector<HTMLElement>(`[data-cell="${row},${column}"]`);
    if (cell == null) return;
    moved.current = false;
    cell.focus();
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target as HTMLElement).matches('[data-cell]')) return;
    const next = moveOf(event, { row, column }, { rows, columns });
    if (next === undefined) return;
    event.preventDefault();
    moved.current = true;
    scrollTo(next.row);
    setChosen(next);
  };
  const onFocus = (event: FocusEvent): void => {
    const at = (event.target as HTMLElement).dataset['cell']?.split(',').map(Number);
    if (at !== undefined && !moved.current) setChosen({ row: at[0]!, column: at[1]! });
  };
  return { row, column, onKeyDown, onFocus };
}

interface At {
  readonly row: number;
  readonly column: number;
}

/** @returns undefined for a key that moves nothing */
function moveOf({ key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>, at: At, size: Size): At | undefined {
  const { row, column } = at;
  const to = (nextRow: number, nextColumn: number): At => ({
    row: Math.min(Math.max(0, nextRow), Math.max(0, size.rows - 1)),
    column: Math.min(Math.max(0, nextColumn), Math.max(0, size.columns - 1)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'PageUp':
      return to(row - STEP, column);
    case 'PageDown':
      return to(row + STEP, column);
    case 'Home':
      return to(ctrlKey ? 0 : row, 0);
    case 'End':
      return to(ctrlKey ? size.rows - 1 : row, size.columns - 1);
    default:
      return undefined;
  }
}
