/** The districts on a map, coloured by rate: each a link to its numbers, reached by keys as by a pointer. */
import { useMemo, useRef, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { colourWithin, paletteOf, type Palette } from '../charts/palette.ts';
import { useSay } from '../language/language.tsx';
import { written } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { useScheme } from '../parts/scheme.tsx';
import { drawnOf, labelledOf, wholeOf, type Drawn } from './area-shapes.ts';
import { spanOf, type Area } from './areas.ts';
import { MapLabels } from './map-labels.tsx';
import { padded, type Box } from './projection.ts';

interface AreaMapProps {
  readonly areas: readonly Area[];
  /** Code of the district that the map is zoomed to. */
  readonly chosen: string | undefined;
  /** Code of the one that is pointed at, here or in the list. */
  readonly pointed: string | undefined;
  readonly onPoint: (code: string) => void;
  readonly hrefOf: (code: string) => string;
}

export function AreaMap({ areas, chosen, pointed, onPoint, hrefOf }: AreaMapProps): ReactNode {
  const say = useSay();
  const drawn = useMemo(() => drawnOf(areas), [areas]);
  const palette = paletteOf(useScheme().dark);
  const formats = useFormats();
  const drawing = useRef<SVGSVGElement>(null);
  const span = useMemo(() => spanOf(areas), [areas]);
  const labelled = useMemo(() => labelledOf(drawn, palette, formats), [drawn, palette, formats]);
  if (drawn.length === 0) return <p className="hint">{say('overview.noBorders')}</p>;
  const whole = wholeOf(drawn);
  const zoomed = drawn.find(({ area }) => area.code === chosen);
  const view = zoomed === undefined ? whole : fitting(padded(zoomed.shape.box, 0.35), whole);
  // The one that is pointed at is drawn last: its edge lies over its neighbours.
  const inOrder = drawn.toSorted(
    (left, right) => Number(left.area.code === pointed) - Number(right.area.code === pointed),
  );
  return (
    <>
      <div className="map" style={{ aspectRatio: `${whole.width} / ${whole.height}` }}>
        <svg
          ref={drawing}
          viewBox={`${view.left} ${view.top} ${view.width} ${view.height}`}
          role="group"
          aria-label={say('overview.map.label')}
        >
          {inOrder.map((each) => (
            <District
              key={each.area.code}
              drawn={each}
              colour={colourWithin(palette, each.area.rate.value, span)}
              pointed={each.area.code === pointed}
              href={hrefOf(each.area.code)}
              onPoint={onPoint}
            />
          ))}
          <MapLabels areas={labelled} view={view} drawing={drawing} whole={zoomed === undefined} />
        </svg>
      </div>
      <Scale span={span} palette={palette} />
      <Pointed area={areas.find(({ code }) => code === pointed)} />
    </>
  );
}

/** A box of another's proportions around the same middle. */
function fitting(box: Box, like: Box): Box {
  const height = Math.max(box.height, (box.width * like.height) / like.width);
  const width = (height * like.width) / like.height;
  return { left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2, width, height };
}

interface DistrictProps {
  readonly drawn: Drawn;
  readonly colour: string;
  readonly pointed: boolean;
  readonly href: string;
  readonly onPoint: (code: string) => void;
}

function District({ drawn: { area, shape }, colour, pointed, href, onPoint }: DistrictProps): ReactNode {
  const { percent } = useFormats();
  return (
    <Link
      href={href}
      aria-label={`${area.name}: ${area.rate.value === null ? '–' : percent(area.rate.value)}`}
      data-district={area.code}
      className={pointed ? 'pointed' : undefined}
      onMouseEnter={() => onPoint(area.code)}
      onFocus={() => onPoint(area.code)}
    >
      <path d={shape.path} fill={colour} />
    </Link>
  );
}

/** What the colours mean: the ends of the scale. */
function Scale({ span, palette }: { span: readonly [number, number] | undefined; palette: Palette }): ReactNode {
  const { percent } = useFormats();
  if (span === undefined) return null;
  const background = `linear-gradient(90deg, ${palette.scale.join(', ')})`;
  return (
    <p className="scale">
      <span>{percent(span[0])}</span>
      <span className="scale-bar" aria-hidden="true" style={{ background }} />
      <span>{percent(span[1])}</span>
    </p>
  );
}

/** The numbers of the one that is pointed at. Its place is kept, so that nothing jumps. */
function Pointed({ area }: { area: Area | undefined }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  if (area === undefined) return <p className="pointed-says">{say('overview.map.hint')}</p>;
  const count = (marked: Area['total']): string => written(marked.value, 'whole', formats);
  return (
    <p className="pointed-says">
      <strong>{area.name}</strong> {written(area.rate.value, 'percent', formats)} ·{' '}
      {say('overview.coveredOf', { covered: count(area.covered), total: count(area.total) })} ·{' '}
      {say('overview.eligibleWaiting', { count: count(area.eligibleNotCovered) })}
    </p>
  );
}
