/** The districts coloured by a measure. A click shows a district's villages. */
import { useMemo, useRef, type ReactNode } from 'react';
import { DATA_SHAPE, dataHref } from '../address/data-view.ts';
import { Link } from '../address/link.tsx';
import { useViewState } from '../address/use-view-state.ts';
import { colourAt, paletteOf } from '../charts/palette.ts';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import type { Geometry } from '../overview/answers.ts';
import { withMargins } from '../overview/label-places.ts';
import { MapLabels } from '../overview/map-labels.tsx';
import { around, latitudeOf, padded, shapeOf, type Shape } from '../overview/projection.ts';
import { useScheme } from '../parts/scheme.tsx';
import { useReply } from '../session/use-reply.ts';
import { cellText } from './cell-text.ts';
import { cellOf, type Cell, type Row } from './data-table.ts';
import type { PictureProps } from './picture.tsx';

const BORDERS = { query: 'query DataBorders {\n  city {\n    districts { code boundary }\n  }\n}' };

interface BordersAnswer {
  readonly city: {
    readonly districts: readonly { readonly code: string; readonly boundary: Geometry | null }[] | null;
  } | null;
}

interface Drawn {
  readonly code: string;
  readonly name: string;
  readonly cell: Cell;
  readonly shape: Shape;
}

export function DistrictMap({ table, rows, measure }: PictureProps): ReactNode {
  const say = useSay();
  const { reply, asking, again } = useReply<BordersAnswer>(BORDERS);
  const borders = partOf(reply)?.data.city?.districts;
  const drawn = useMemo(() => drawnOf(rows, borders ?? [], measure), [rows, borders, measure]);
  if (drawn.length > 0)
    return <Map drawn={drawn} measure={measure} label={say('data.map.label', { title: table.title })} />;
  return (
    <p className="hint" role="status">
      {asking ? say('shell.loading') : say('overview.noBorders')}{' '}
      {!asking && (
        <button type="button" className="tool" onClick={again}>
          {say('shell.retry')}
        </button>
      )}
    </p>
  );
}

function drawnOf(
  rows: readonly Row[],
  borders: readonly { readonly code: string; readonly boundary: Geometry | null }[],
  measure: PictureProps['measure'],
): Drawn[] {
  const latitude = latitudeOf(borders.flatMap(({ boundary }) => boundary ?? []));
  return rows.flatMap((row) => {
    const code = String(cellOf(row, { id: 'districtCode' }).value);
    const boundary = borders.find((border) => border.code === code)?.boundary;
    if (boundary == null) return [];
    const name = String(cellOf(row, { id: 'district' }).value);
    return [{ code, name, cell: cellOf(row, measure), shape: shapeOf(boundary, latitude) }];
  });
}

interface MapProps {
  readonly drawn: readonly Drawn[];
  readonly measure: PictureProps['measure'];
  readonly label: string;
}

function Map({ drawn, measure, label }: MapProps): ReactNode {
  const formats = useFormats();
  const palette = paletteOf(useScheme().dark);
  const { state } = useViewState(DATA_SHAPE);
  const drawing = useRef<SVGSVGElement>(null);
  const view = withMargins(padded(around(drawn.map(({ shape }) => shape.box)), 0.01));
  const numbers = drawn.flatMap(({ cell: { value } }) => (typeof value === 'number' ? [value] : []));
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  const labelled = useMemo(() => {
    const colourOf = ({ value }: Cell): string =>
      typeof value !== 'number'
        ? palette.none
        : colourAt(palette, greatest === least ? 0.5 : (value - least) / (greatest - least));
    return drawn.map(({ code, name, cell, shape }) => ({
      key: code,
      name,
      value: cellText(cell, measure, formats),
      shape,
      colour: colourOf(cell),
    }));
  }, [drawn, measure, formats, palette, least, greatest]);
  return (
    <>
      <div className="data-map" style={{ aspectRatio: `${view.width} / ${view.height}` }}>
        <svg
          ref={drawing}
          viewBox={`${view.left} ${view.top} ${view.width} ${view.height}`}
          role="group"
          aria-label={label}
        >
          {labelled.map(({ key, name, value, shape, colour }) => (
            <Link
              key={key}
              href={dataHref({ ...state, by: ['village'], area: key, as: 'auto' })}
              data-district={key}
              aria-label={`${name}: ${value}`}
            >
              <path d={shape.path} fill={colour} stroke={palette.paper} strokeWidth={view.width / 500} />
            </Link>
          ))}
          <MapLabels areas={labelled} view={view} drawing={drawing} />
        </svg>
      </div>
      <p className="data-scale">
        <span>{cellText({ value: least, marks: [] }, measure, formats)}</span>
        <span aria-hidden="true" style={{ background: `linear-gradient(90deg, ${palette.scale.join(', ')})` }} />
        <span>{cellText({ value: greatest, marks: [] }, measure, formats)}</span>
      </p>
    </>
  );
}
