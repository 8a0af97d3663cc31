/** A mark and what it means, as an entry of a list of definitions. */
import type { ReactNode } from 'react';
import { useMarkWords } from './figure.tsx';
import type { Mark } from './marks.ts';

export function MarkEntry({ mark }: { mark: Mark }): ReactNode {
  const { word, sentence } = useMarkWords(mark);
  return (
    <div>
      <dt>
        <span className={`mark mark-${mark.kind.toLowerCase()}`}>{word}</span>
      </dt>
      <dd>{sentence}</dd>
    </div>
  );
}
