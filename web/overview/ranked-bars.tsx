/** Areas by rate as bars in a list: each a link to its numbers. */
import type { ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { useSay } from '../language/language.tsx';
import { written } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import type { Area } from './areas.ts';

interface RankedBarsProps {
  /** In the order of the list. */
  readonly areas: readonly Area[];
  /** Code of the one that is pointed at, here or on the map. */
  readonly pointed: string | undefined;
  readonly onPoint: (code: string) => void;
  readonly hrefOf: (code: string) => string;
  /** Shows what is inside an area; left out where there is nothing smaller. */
  readonly onZoom?: (code: string) => void;
}

export function RankedBars({ areas, pointed, onPoint, hrefOf, onZoom }: RankedBarsProps): ReactNode {
  const say = useSay();
  return (
    <ol className="ranked">
      {areas.map((area) => (
        <li
          key={area.code}
          className={area.code === pointed ? 'pointed' : undefined}
          onMouseEnter={() => onPoint(area.code)}
        >
          <Bar area={area} href={hrefOf(area.code)} onFocus={() => onPoint(area.code)} />
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
  );
}

function Bar({ area, href, onFocus }: { area: Area; href: string; onFocus: () => void }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { code, name, rate, covered, total } = area;
  const short = { covered: written(covered.value, 'whole', formats), total: written(total.value, 'whole', formats) };
  const counts = say('overview.coveredOf', short);
  return (
    <Link href={href} className="bar-row" onFocus={onFocus} data-area={code} title={counts}>
      <span className="bar-name">{name}</span>
      <span className="bar-track" aria-hidden="true">
        <span className="bar-fill" style={{ width: `${100 * (rate.value ?? 0)}%` }} />
      </span>
      <span className="bar-value">{written(rate.value, 'percent', formats)}</span>
      <span className="bar-counts">
        <span aria-hidden="true">{say('overview.shortOf', short)}</span>
        <span className="visually-hidden">{counts}</span>
      </span>
    </Link>
  );
}
