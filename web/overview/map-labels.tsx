/** The names of areas on a map, drawn as part of it: a picture that is taken away has them too. */
import { useEffect, useMemo, useState, type ReactNode, type RefObject } from 'react';
import { inkOn, paletteOf } from '../charts/palette.ts';
import { useScheme } from '../parts/scheme.tsx';
import { labelsOf, type Label, type Labelled } from './label-places.ts';
import type { Box } from './projection.ts';

interface Coloured extends Labelled {
  /** What it is filled with. */
  readonly colour: string;
}

interface MapLabelsProps {
  readonly areas: readonly Coloured[];
  /** What of the drawing is seen. */
  readonly view: Box;
  /** The drawing; its size on the screen decides what fits. */
  readonly drawing: RefObject<SVGSVGElement | null>;
  /** Whether all of it is seen: names of what lies outside are cut off with it. */
  readonly whole?: boolean;
}

/** CSS pixels: letters keep their size where the map is small, but on a telephone. */
const [SIZE, SMALL, NARROW] = [12, 10, 360];

export function MapLabels({ areas, view, drawing, whole = true }: MapLabelsProps): ReactNode {
  const width = useWidth(drawing);
  const unit = view.width / width;
  const size = unit * (width < NARROW ? SMALL : SIZE);
  const { left, top, width: wide, height } = view;
  const labels = useMemo(
    () => labelsOf(areas, size, whole ? { left, top, width: wide, height } : undefined),
    [areas, size, whole, left, top, wide, height],
  );
  return (
    <g aria-hidden="true" pointerEvents="none" fontSize={size} fontFamily="system-ui, sans-serif">
      {labels.map((label) => (
        <Text key={label.key} label={label} size={size} colour={areas.find(({ key }) => key === label.key)!.colour} />
      ))}
    </g>
  );
}

function Text({ label, size, colour }: { label: Label; size: number; colour: string }): ReactNode {
  const palette = paletteOf(useScheme().dark);
  const { lines, anchor, tip } = label;
  const [x, y] = label.at;
  const line = 1.25 * size;
  const start = y - ((lines.length - 1) / 2) * line + 0.35 * size;
  return (
    <>
      {tip !== undefined && (
        <line
          x1={x + (anchor === 'end' ? 0.4 : -0.4) * size}
          y1={y}
          x2={tip[0]}
          y2={tip[1]}
          stroke={palette.ink}
          strokeWidth={size / 12}
        />
      )}
      <text
        data-label={label.key}
        textAnchor={anchor}
        fill={tip === undefined ? inkOn(colour) : palette.ink}
        // An edge of what lies below it: letters that reach over a border, or into the line to their area, are read there too.
        stroke={tip === undefined ? colour : palette.paper}
        strokeWidth={size / 4}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {lines.map((text, index) => (
          <tspan key={text} x={x} y={start + index * line}>
            {text}
          </tspan>
        ))}
      </text>
    </>
  );
}

function useWidth(drawing: RefObject<SVGSVGElement | null>): number {
  const [width, setWidth] = useState(NARROW);
  useEffect(() => {
    const place = drawing.current;
    if (place === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(1, Math.round(entry!.contentRect.width))));
    observer.observe(place);
    return () => observer.disconnect();
  }, [drawing]);
  return width;
}
