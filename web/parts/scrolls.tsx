/** A table that may be wider than its place: it scrolls by pointer and by keys, and shows that there is more. */
import { useRef, type ReactNode } from 'react';
import { Edges } from './edges.tsx';

interface ScrollsProps {
  /** For screen readers. */
  readonly label: string;
  readonly children: ReactNode;
}

export function Scrolls({ label, children }: ScrollsProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  return (
    <Edges of={place}>
      <div ref={place} className="scrolls first-stays" tabIndex={0} role="region" aria-label={label}>
        {children}
      </div>
    </Edges>
  );
}
