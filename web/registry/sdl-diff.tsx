/** How the SDL of two versions differs, line by line, each with its sign. */
import { useMemo, useRef, type ReactNode } from 'react';
import { Edges } from '../parts/edges.tsx';
import { hunksOf, lineDiff, type Line, type Shown } from './line-diff.ts';
import type { VersionInFull } from './shapes.ts';
import { useWords } from './words.tsx';

/** Lines of the same around a change. */
const CONTEXT = 3;
const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

interface SdlDiffProps {
  /** Without it the whole of the other is shown. */
  readonly before: VersionInFull | undefined;
  readonly after: VersionInFull;
}

export function SdlDiff({ before, after }: SdlDiffProps): ReactNode {
  const words = useWords();
  const place = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => lineDiff(before?.sdl ?? after.sdl, after.sdl), [before, after]);
  const shown = useMemo((): readonly Shown[] => (before ? hunksOf(lines, CONTEXT) : lines), [before, lines]);
  const count = (kind: Line['kind']): number => lines.filter((line) => line.kind === kind).length;
  const [added, removed] = [count('added'), count('removed')];
  if (before !== undefined && added + removed === 0) return <p>{words('diff.same')}</p>;
  const label =
    before === undefined
      ? words('diff.wholeLabel', { to: after.number })
      : words('diff.label', { from: before.number, to: after.number });
  return (
    <>
      {before !== undefined && <p>{words('diff.sums', { added, removed })}</p>}
      <Edges of={place}>
        <div ref={place} className="sdl-diff" role="region" tabIndex={0} aria-label={label}>
          <div className="sdl-lines">
            {shown.map((line, at) => (
              <Row key={at} line={line} />
            ))}
          </div>
        </div>
      </Edges>
    </>
  );
}

function Row({ line }: { line: Shown }): ReactNode {
  const words = useWords();
  if (line.kind === 'skipped')
    return <div className="sdl-skipped">⋯ {words('diff.skipped', { count: line.count })}</div>;
  return (
    <div className={`sdl-line is-${line.kind}`}>
      <span className="sdl-number" aria-hidden="true">
        {line.before ?? ''}
      </span>
      <span className="sdl-number" aria-hidden="true">
        {line.after ?? ''}
      </span>
      <span className="sdl-sign" aria-hidden="true">
        {SIGNS[line.kind]}
      </span>
      {line.kind !== 'same' && <span className="visually-hidden">{words(`diff.${line.kind}`)}: </span>}
      <span className="sdl-text">{line.text}</span>
    </div>
  );
}
