/** The drawing of who reaches into whom, and the table that says the same. */
import { useId, useMemo, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { drawReach, type ReachDrawing } from './reach-drawing.ts';
import { reachOf, type OwnedSdl, type ReachGraph } from './reach.ts';
import { registryHref } from './view.ts';
import { useWords } from './words.tsx';

export function AgencyGraph({ subgraphs }: { subgraphs: readonly OwnedSdl[] }): ReactNode {
  const words = useWords();
  const narrow = useNarrow();
  const graph = useMemo(() => reachOf(subgraphs), [subgraphs]);
  const drawing = useMemo(() => drawReach(graph, narrow), [graph, narrow]);
  return (
    <>
      <Drawing
        drawing={drawing}
        label={words('agencies.drawing', { agencies: graph.agencies.length, reaches: graph.reaches.length })}
      />
      {graph.unread.length > 0 && (
        <p className="registry-problem">{words('agencies.unread', { names: graph.unread.join(', ') })}</p>
      )}
      {graph.reaches.length === 0 ? <p>{words('agencies.none')}</p> : <ReachTable graph={graph} />}
    </>
  );
}

function Drawing({ drawing: { width, height, boxes, arrows }, label }: { drawing: ReachDrawing; label: string }) {
  const id = useId();
  return (
    <svg className="reach" viewBox={`0 0 ${width} ${height}`} style={{ maxWidth: width }} role="img" aria-label={label}>
      <defs>
        <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M 0 0 L 8 4 L 0 8 z" className="reach-point" />
        </marker>
      </defs>
      {arrows.map(({ from, into, path, count }) => (
        <path
          key={`${from} ${into}`}
          d={path}
          className="reach-arrow"
          strokeWidth={Math.min(1 + count / 4, 3)}
          markerEnd={`url(#${id})`}
        />
      ))}
      {boxes.map(({ code, subgraphs, x, y, width: wide, height: high }) => (
        <g key={code} transform={`translate(${x} ${y})`}>
          <rect className="reach-box" width={wide} height={high} rx="8" />
          <text className="reach-code" x={wide / 2} y="20">
            {code}
          </text>
          {subgraphs.map((name, at) => (
            <text key={name} className="reach-name" x={wide / 2} y={40 + at * 18}>
              {name}
            </text>
          ))}
        </g>
      ))}
      {arrows.map(({ from, into, count, x, y }) => (
        <g key={`${from} ${into}`}>
          <circle className="reach-count" cx={x} cy={y} r="11" />
          <text className="reach-number" x={x} y={y + 4}>
            {count}
          </text>
        </g>
      ))}
    </svg>
  );
}

function ReachTable({ graph: { agencies, reaches } }: { graph: ReachGraph }): ReactNode {
  const words = useWords();
  return (
    <Scrolls label={words('agencies.table')}>
      <table className="registry-table">
        <thead>
          <tr>
            <th scope="col">{words('agencies.from')}</th>
            <th scope="col">{words('agencies.into')}</th>
            <th scope="col">{words('agencies.types')}</th>
            <th scope="col">{words('tab.subgraphs')}</th>
          </tr>
        </thead>
        <tbody>
          {reaches.map(({ from, into, adds, requires }) => (
            <tr key={`${from} ${into}`}>
              <th scope="row">{from}</th>
              <td>{into}</td>
              <td className="registry-text">
                {adds.length > 0 && (
                  <div>
                    {words('agencies.adds')} <code>{adds.join(', ')}</code>
                  </div>
                )}
                {requires.length > 0 && (
                  <div>
                    {words('agencies.requires')} <code>{requires.join(', ')}</code>
                  </div>
                )}
              </td>
              <td>
                {agencies
                  .find(({ code }) => code === from)
                  ?.subgraphs.map((name) => (
                    <Link
                      key={name}
                      className="registry-link"
                      href={registryHref({ tab: 'subgraphs', subgraph: name })}
                    >
                      {name}
                    </Link>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}
