/** The districts coloured by a measure. A click shows a district's villages. */
import { useMemo, useRef, type ReactNode } from 'react';
import { DATA_SHAPE, dataHref } from '../address/data-view.ts';
import { Link } from '../address/link.tsx';
import { useViewState } from '../address/use-view-state.ts';
import { INNER, notesOf, PRINTED, type Drawing } from '../charts/drawing.ts';
import { colourWithin, paletteOf, type Palette } from '../charts/palette.ts';
import { useOffer } from '../charts/use-offer.ts';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import type { Formats } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import type { Geometry } from '../overview/answers.ts';
import { wholeOf } from '../overview/area-shapes.ts';
import { mapDrawing } from '../overview/map-drawing.ts';
import { MapLabels } from '../overview/map-labels.tsx';
import { latitudeOf, shapeOf, type Shape } from '../overview/projection.ts';
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

export function DistrictMap({ table, rows, measure, drawing }: PictureProps): ReactNode {
  const say = useSay();
  const { reply, asking, again } = useReply<BordersAnswer>(BORDERS);
  const borders = partOf(reply)?.data.city?.districts;
  const drawn = useMemo(() => drawnOf(rows, borders ?? [], measure), [rows, borders, measure]);
  if (drawn.length > 0)
    return (
      <Map drawn={drawn} measure={measure} label={say('data.map.label', { title: table.title })} drawing={drawing} />
    );
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
  readonly drawing: PictureProps['drawing'];
}

/** The least and the greatest number. */
function endsOf(drawn: readonly Drawn[]): readonly [number, number] {
  const numbers = drawn.flatMap(({ cell: { value } }) => (typeof value === 'number' ? [value] : []));
  return [Math.min(...numbers), Math.max(...numbers)];
}

function labelledOf(drawn: readonly Drawn[], measure: PictureProps['measure'], formats: Formats, palette: Palette) {
  const ends = endsOf(drawn);
  return drawn.map(({ code, name, cell, shape }) => ({
    key: code,
    name,
    value: cellText(cell, measure, formats),
    shape,
    colour: colourWithin(palette, cell.value, ends),
  }));
}

/** Pixels of a picture that is taken away, at most. */
const HIGHEST = 640;

function Map({ drawn, measure, label, drawing: place }: MapProps): ReactNode {
  const formats = useFormats();
  const palette = paletteOf(useScheme().dark);
  const { state } = useViewState(DATA_SHAPE);
  const drawing = useRef<SVGSVGElement>(null);
  const view = wholeOf(drawn);
  const [least, greatest] = useMemo(() => endsOf(drawn), [drawn]);
  const labelled = useMemo(() => labelledOf(drawn, measure, formats, palette), [drawn, measure, formats, palette]);
  const endText = (value: number): string => cellText({ value, marks: [] }, measure, formats);
  const draw = async (): Promise<Drawing> => ({
    ...mapDrawing(
      { areas: labelledOf(drawn, measure, formats, PRINTED), view, ends: [endText(least), endText(greatest)] },
      { width: INNER, height: HIGHEST },
    ),
    width: INNER,
    shows: measure.title,
    notes: notesOf([{ name: measure.title, marks: drawn.flatMap(({ cell }) => cell.marks) }]),
  });
  useOffer(place, draw);
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
        <span>{endText(least)}</span>
        <span aria-hidden="true" style={{ background: `linear-gradient(90deg, ${palette.scale.join(', ')})` }} />
        <span>{endText(greatest)}</span>
      </p>
    </>
  );
}
