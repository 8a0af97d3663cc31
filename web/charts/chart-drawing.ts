/** A chart of ECharts, drawn for a picture that is taken away. */
import { loadEngine } from './chart.tsx';
import { FONT, INNER, type Drawing } from './drawing.ts';
import { escaped } from './svg.ts';

/** @param option of a wide screen and the light palette @param height pixels */
export async function chartDrawing(option: object, height: number): Promise<Omit<Drawing, 'notes'>> {
  const { init } = await loadEngine();
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: INNER, height });
  chart.setOption({ animation: false, ...option });
  const text = chart.renderToSVGString();
  chart.dispose();
  return { markup: forOthers(text), width: INNER, height };
}

/** Other programs know neither the attribute that moves a baseline nor styles for a pointer, and some do not draw an SVG inside another. */
const forOthers = (svg: string): string =>
  svg
    .replace(/^\s*<svg[^>]*>/, '<g>')
    .replace(/<\/svg>\s*$/, '</g>')
    .replaceAll(/<style[^>]*>.*?<\/style>/gs, '')
    .replaceAll(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replaceAll('dominant-baseline="central"', 'dy="0.35em"')
    .replaceAll(/font-family:\s*sans-serif/g, `font-family: ${escaped(FONT)}`);
