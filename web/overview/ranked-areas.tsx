/**
 * Areas by rate, in a list: each a link to its numbers. A dot stands at the rate, on a scale that begins near the lowest; the pale line
 * reaches as far as the noise of its two counts may have carried it.
 */
import { useMemo, type CSSProperties, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { placeOn, type RateScale } from '../charts/rate-scale.ts';
import { useSay } from '../language/language.tsx';
import { written } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { reachOf, type Area } from './areas.ts';
import { scaleOf } from './rate-axis.ts';

interface RankedAreasProps {
  /** In the order of the list. */
  readonly areas: readonly Area[];
  /** Code of the one that is pointed at, here or on the map. */
  readonly pointed: string | undefined;
  readonly onPoint: (code: string) => void;
  readonly hrefOf: (code: string) => string;
  /** Shows what is inside an area; left out where there is nothing smaller. */
  readonly onZoom?: (code: string) => void;
}

export function RankedAreas({ areas, pointed, onPoint, hrefOf, onZoom }: RankedAreasProps): ReactNode {
  const say = useSay();
  const most = useNarrow() ? 3 : 6;
  const scale = useMemo(() => scaleOf(areas, most), [areas, most]);
  return (
    <div>
      {scale !== undefined && <Axis scale={scale} zooms={onZoom !== undefined} />}
      <ol className="ranked">
        {areas.map((area) => (
          <li
            key={area.code}
            className={area.code === pointed ? 'pointed' : undefined}
            onMouseEnter={() => onPoint(area.code)}
          >
            <Row area={area} scale={scale} href={hrefOf(area.code)} onFocus={() => onPoint(area.code)} />
            {onZoom !== undefined && (
              <button
                type="button"
                className="tool"
                aria-label={say('overview.zoomTo', { area: area.name })}
                title={say('overview.zoomTo', { area: area.name })}
                onClick={() => onZoom(area.code)}
              >
                +
              </button>
            )}
          </li>
        ))}
      </ol>
      {scale !== undefined && <Note scale={scale} reaches={areas.some((area) => reachOf(area) !== undefined)} />}
    </div>
  );
}

const at = (scale: RateScale, rate: number): string => `${100 * placeOn(scale, rate)}%`;

function Axis({ scale, zooms }: { scale: RateScale; zooms: boolean }): ReactNode {
  const { shortPercent } = useFormats();
  return (
    <div className={zooms ? 'dot-axis zooms' : 'dot-axis'} aria-hidden="true">
      <span>
        {scale.ticks.map((tick) => (
          <span key={tick} style={{ left: at(scale, tick) }}>
            {shortPercent(tick)}
          </span>
        ))}
      </span>
    </div>
  );
}

function Row({
  area,
  scale,
  href,
  onFocus,
}: {
  area: Area;
  scale: RateScale | undefined;
  href: string;
  onFocus: () => void;
}): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { code, name, rate, covered, total } = area;
  const short = { covered: written(covered.value, 'whole', formats), total: written(total.value, 'whole', formats) };
  const counts = say('overview.coveredOf', short);
  return (
    <Link href={href} className="bar-row" onFocus={onFocus} data-area={code} title={counts}>
      <span className="bar-name">{name}</span>
      {scale === undefined ? <span /> : <Dot area={area} scale={scale} />}
      <span className="bar-value">{written(rate.value, 'percent', formats)}</span>
      <span className="bar-counts">
        <span aria-hidden="true">{say('overview.shortOf', short)}</span>
        <span className="visually-hidden">{counts}</span>
      </span>
    </Link>
  );
}

function Dot({ area, scale }: { area: Area; scale: RateScale }): ReactNode {
  const reach = reachOf(area);
  const { value } = area.rate;
  return (
    <span className="dot-track" aria-hidden="true" style={gridOf(scale)}>
      {reach !== undefined && (
        <span
          className="dot-reach"
          style={{ left: at(scale, reach[0]), right: `${100 - 100 * placeOn(scale, reach[1])}%` }}
        />
      )}
      {value !== null && <span className="dot" style={{ left: at(scale, value) }} />}
    </span>
  );
}

/** A line at each tick. */
const gridOf = ({ ticks }: RateScale): CSSProperties => ({
  backgroundSize: `calc(100% / ${ticks.length - 1}) 100%`,
});

function Note({ scale, reaches }: { scale: RateScale; reaches: boolean }): ReactNode {
  const say = useSay();
  const { shortPercent } = useFormats();
  return (
    <p className="hint dot-note">
      {say('overview.scale', { from: shortPercent(scale.from), to: shortPercent(scale.to) })}{' '}
      {reaches && say('overview.scale.noise')}
    </p>
  );
}
