/** Shadows at the sides of something that scrolls sideways, where more of it lies: a table that is cut off looks whole without them. */
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { moreBeside, type Sides } from './more-beside.ts';
import './edges.css';

interface EdgesProps {
  /** What scrolls; it stands inside. */
  readonly of: RefObject<HTMLElement | null>;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Edges({ of, className = '', children }: EdgesProps): ReactNode {
  const { before, after } = useSides(of);
  return (
    <div className={`edges ${className}`} data-before={before || undefined} data-after={after || undefined}>
      {children}
    </div>
  );
}

function useSides(place: RefObject<HTMLElement | null>): Sides {
  const [sides, setSides] = useState<Sides>({ before: false, after: false });
  useEffect(() => {
    const scroller = place.current;
    if (scroller === null) return;
    const look = (): void =>
      setSides((seen) => {
        const now = moreBeside(scroller);
        return now.before === seen.before && now.after === seen.after ? seen : now;
      });
    // Its own size and that of what is in it: rows that come may be wider.
    const observer = new ResizeObserver(look);
    for (const each of [scroller, ...scroller.children]) observer.observe(each);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, [place]);
  return sides;
}
