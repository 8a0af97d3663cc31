/** The picture of a table: bars, lines, a map or a grid of colours. The table below it has the same numbers. */
import { useMemo, type ReactNode } from 'react';
import type { DrawingPlace } from '../charts/use-offer.ts';
import { useSay } from '../language/language.tsx';
import { MarkSign } from '../numbers/figure.tsx';
import { distinct } from '../numbers/marks.ts';
import { Bars } from './bars.tsx';
import { CrossTable } from './cross-table.tsx';
import { cellOf, type Column, type DataTable, type Row } from './data-table.ts';
import { DistrictMap } from './district-map.tsx';
import { Lines } from './lines.tsx';
import type { Shown } from './pictures.ts';

export interface PictureProps {
  readonly table: DataTable;
  /** In the order of the screen. */
  readonly rows: readonly Row[];
  /** What the rows are about. */
  readonly by: readonly Column[];
  readonly measure: Column;
  /** Where it is found by who takes it away. */
  readonly drawing: DrawingPlace;
}

export function PictureView({ shown, ...props }: PictureProps & { readonly shown: Shown }): ReactNode {
  const say = useSay();
  const { rows, measure, table } = props;
  const marks = useMemo(
    () => distinct(rows.flatMap((row) => cellOf(row, measure).marks)).filter(({ kind }) => kind !== 'MONTH'),
    [rows, measure],
  );
  return (
    <section className="picture" aria-label={say('data.picture.label', { title: table.title })}>
      <h3>
        {measure.title}
        {marks.map((mark) => (
          <MarkSign key={JSON.stringify(mark)} mark={mark} />
        ))}
      </h3>
      <Drawn shown={shown} {...props} />
    </section>
  );
}

function Drawn({ shown, ...props }: PictureProps & { readonly shown: Shown }): ReactNode {
  switch (shown) {
    case 'bars':
      return <Bars {...props} />;
    case 'lines':
      return <Lines {...props} />;
    case 'map':
      return <DistrictMap {...props} />;
    case 'heat':
      return <CrossTable {...props} coloured />;
    case 'pivot':
      return <CrossTable {...props} coloured={false} />;
    case 'table':
      return null;
  }
}
