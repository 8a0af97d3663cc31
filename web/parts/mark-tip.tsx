/** What the marks of one cell mean, and what more is said of it, beside the cell while it is pointed at or focused. One for the whole table. */
import { useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import { useMarkWords } from '../numbers/figure.tsx';
import type { Mark } from '../numbers/marks.ts';

/** What is told of a cell. */
interface Told {
  readonly marks: readonly Mark[];
  readonly says?: ReactNode;
}

/** Shows and hides it: the same object on every render, so that what it is given to is not drawn anew. */
export interface Tip {
  readonly id: string;
  readonly show: (place: HTMLElement, of: string, told: Told) => void;
  readonly hide: () => void;
}

interface Tipped extends Told {
  /** The cell that is explained. */
  readonly of: string | undefined;
  /** CSS pixels from the window's corner; above its cell where there is more room, and then from the window's lower edge. */
  readonly left: number;
  readonly top?: number;
  readonly bottom?: number;
}

const NOTHING: Tipped = { of: undefined, marks: [], left: 0 };
const WIDTH = 320;

export function useMarkTip(): { readonly tip: Tip; readonly tipped: Tipped } {
  const id = useId();
  const [tipped, setTipped] = useState(NOTHING);
  const tip = useMemo<Tip>(
    () => ({
      id,
      show: (place, of, { marks, says }) => {
        const { left, top, bottom } = place.getBoundingClientRect();
        const beside = bottom > innerHeight * 0.7 ? { bottom: innerHeight - top + 4 } : { top: bottom + 4 };
        setTipped({ of, marks, says, left: Math.max(8, Math.min(left, innerWidth - WIDTH - 8)), ...beside });
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

export function MarkTip({ id, tipped: { marks, says, left, top, bottom } }: { id: string; tipped: Tipped }): ReactNode {
  if (marks.length === 0 && says === undefined) return null;
  return (
    <div role="tooltip" id={id} className="tooltip mark-tip" style={{ left, top, bottom, maxWidth: WIDTH }}>
      {typeof says === 'string' ? <p>{says}</p> : says}
      {marks.map((mark) => (
        <Sentence key={JSON.stringify(mark)} mark={mark} />
      ))}
    </div>
  );
}

function Sentence({ mark }: { mark: Mark }): ReactNode {
  return <p>{useMarkWords(mark).sentence}</p>;
}
