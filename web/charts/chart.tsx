/** A drawing by ECharts. Screen readers get its label; the table that every view has beside it has the numbers. */
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { EChartsType } from 'echarts/core';

import type * as engineModule from './engine.ts';

type Engine = typeof engineModule;
let engine: Promise<Engine> | undefined;
/** Starts loading the drawing code, once. */
export const loadEngine = (): Promise<Engine> => (engine ??= import('./engine.ts'));

interface ChartProps {
  /** An option of ECharts; the same object until it changes. */
  readonly option: object;
  /** One sentence that says what is seen. */
  readonly label: string;
  /** CSS pixels. */
  readonly height: number;
  /** Told of the value that was clicked, by its place in the series. */
  readonly onPick?: (dataIndex: number) => void;
}

/** Width of a printed page, CSS pixels: the browser lays it out anew, which a drawing does not notice. */
const PRINTED = 680;

export function Chart({ option, label, height, onPick }: ChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const chart = useChart(place);
  const picks = useRef(onPick);
  useEffect(() => {
    picks.current = onPick;
  });
  useEffect(() => {
    chart?.on('click', ({ dataIndex }) => picks.current?.(dataIndex));
  }, [chart]);
  useEffect(() => {
    chart?.setOption({ animation: false, ...option }, { notMerge: true });
  }, [chart, option]);
  return <div ref={place} className="chart" role="img" aria-label={label} style={{ height }} />;
}

function useChart(place: RefObject<HTMLDivElement | null>): EChartsType | undefined {
  const [chart, setChart] = useState<EChartsType>();
  useEffect(() => {
    let made: EChartsType | undefined;
    let gone = false;
    const fit = (): void => made?.resize();
    const print = (): void => made?.resize({ width: PRINTED });
    const observer = new ResizeObserver(fit);
    void loadEngine().then(({ init }) => {
      if (gone || place.current === null) return;
      made = init(place.current, null, { renderer: 'svg' });
      observer.observe(place.current);
      setChart(made);
    });
    addEventListener('beforeprint', print);
    addEventListener('afterprint', fit);
    return () => {
      gone = true;
      observer.disconnect();
      removeEventListener('beforeprint', print);
      removeEventListener('afterprint', fit);
      made?.dispose();
      setChart(undefined);
    };
  }, [place]);
  return chart;
}
