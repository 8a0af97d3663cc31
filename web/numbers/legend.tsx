/** What the marks of a view mean, each said once. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { MarkEntry } from './mark-entry.tsx';
import { distinct, type Mark } from './marks.ts';

/** @param marks all that stand in the view, in any order and number */
export function Legend({ marks }: { marks: Iterable<Mark> }): ReactNode {
  const say = useSay();
  const each = distinct(marks);
  if (each.length === 0) return null;
  return (
    <section className="legend" aria-label={say('numbers.legend')}>
      <h2>{say('numbers.legend')}</h2>
      <dl>
        {each.map((mark) => (
          <MarkEntry key={JSON.stringify(mark)} mark={mark} />
        ))}
      </dl>
    </section>
  );
}
