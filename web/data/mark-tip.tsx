/** What the marks of one cell mean, beside the cell while it is pointed at or focused. One for the whole table. */
import { useCallback, useEffect, useId, useState, type ReactNode } from 'react';
import { useMarkWords } from '../numbers/figure.tsx';
import type { Mark } from '../numbers/marks.ts';

export interface Tip {
  readonly id: string;
  /** The cell that is explained. */
  readonly of: string | undefined;
  readonly marks: readonly Mark[];
  /** CSS pixels from the window's corner. */
  readonly left: number;
  readonly top: number;
  readonly show: (cell: HTMLElement, of: string, marks: readonly Mark[]) => void;
  readonly hide: () => void;
}

type Shown = Pick<Tip, 'of' | 'marks' | 'left' | 'top'>;
const NOTHING: Shown = { of: undefined, marks: [], left: 0, top: 0 };
const WIDTH = 320;

export function useMarkTip(): Tip {
  const id = useId();
  const [shown, setShown] = useState<Shown>(NOTHING);
  const hide = useCallback(() => setShown(NOTHING), []);
  const show = useCallback((cell: HTMLElement, of: string, marks: readonly Mark[]) => {
    const { left, bottom } = cell.getBoundingClientRect();
    setShown({ of, marks, left: Math.max(8, Math.min(left, innerWidth - WIDTH - 8)), top: bottom + 4 });
  }, []);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') hide();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [hide]);
  return { id, ...shown, show, hide };
}

export function MarkTip({ tip: { id, marks, left, top } }: { tip: Tip }): ReactNode {
  if (marks.length === 0) return null;
  return (
    <div role="tooltip" id={id} className="tooltip grid-tip" style={{ left, top, maxWidth: WIDTH }}>
      {marks.map((mark) => (
        <Sentence key={JSON.stringify(mark)} mark={mark} />
      ))}
    </div>
  );
}

function Sentence({ mark }: { mark: Mark }): ReactNode {
  return <p>{useMarkWords(mark).sentence}</p>;
}
