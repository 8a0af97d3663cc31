/** What the marks of one cell mean, and what more is said of it, beside the cell while it is pointed at or focused. One for the whole table. */
import { useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import { useMarkWords } from '../numbers/figure.tsx';
import type { Mark } from '../numbers/marks.ts';
import type { Cell } from './data-table.ts';

/** Shows and hides it: the same object on every render, so that what it is given to is not drawn anew. */
export interface Tip {
  readonly id: string;
  readonly show: (place: HTMLElement, of: string, cell: Cell) => void;
  readonly hide: () => void;
}

interface Tipped {
  /** The cell that is explained. */
  readonly of: string | undefined;
  readonly marks: readonly Mark[];
  readonly says: string | undefined;
  /** CSS pixels from the window's corner. */
  readonly left: number;
  readonly top: number;
}

const NOTHING: Tipped = { of: undefined, marks: [], says: undefined, left: 0, top: 0 };
const WIDTH = 320;

export function useMarkTip(): { readonly tip: Tip; readonly tipped: Tipped } {
  const id = useId();
  const [tipped, setTipped] = useState(NOTHING);
  const tip = useMemo<Tip>(
    () => ({
      id,
      show: (place, of, { marks, says }) => {
        const { left, bottom } = place.getBoundingClientRect();
        setTipped({ of, marks, says, left: Math.max(8, Math.min(left, innerWidth - WIDTH - 8)), top: bottom + 4 });
      },
      hide: () => setTipped(NOTHING),
    }),
    [id],
  );
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') tip.hide();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [tip]);
  return { tip, tipped };
}

export function MarkTip({ id, tipped: { marks, says, left, top } }: { id: string; tipped: Tipped }): ReactNode {
  if (marks.length === 0 && says === undefined) return null;
  return (
    <div role="tooltip" id={id} className="tooltip grid-tip" style={{ left, top, maxWidth: WIDTH }}>
      {says !== undefined && <p>{says}</p>}
      {marks.map((mark) => (
        <Sentence key={JSON.stringify(mark)} mark={mark} />
      ))}
    </div>
  );
}

function Sentence({ mark }: { mark: Mark }): ReactNode {
  return <p>{useMarkWords(mark).sentence}</p>;
}
