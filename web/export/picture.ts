/**
 * A chart as a file: SVG, or PNG of twice its size on screen. The citation stands below it, so that a picture that was passed on still
 * says what it is. Images are loaded from `data:` addresses alone, as the page's policy demands.
 */
import { captionOf, MARGIN } from './caption.ts';
import type { Citation } from './citation.ts';
import type { ExportWords } from './export-table.ts';

export interface PictureStyle {
  /** Colours of the page as they are now, such as `#ffffff`; a picture without ground is unreadable on a dark page. */
  readonly ground: string;
  readonly ink: string;
}

/** Lines of the citation, pixels. */
const LINE = 16;
const FONT = '12px system-ui, sans-serif';
const SVG = 'http://www.w3.org/2000/svg';

interface Captioned {
  readonly citation: Citation;
  readonly words: ExportWords;
  readonly style: PictureStyle;
}

/** @returns the text of an SVG file @param chart as on screen; it is not changed */
export function svgOf(chart: SVGSVGElement, { citation, words, style }: Captioned): string {
  const { width, height } = sizeOf(chart);
  const lines = captionOf(citation, words, width);
  const whole = height + captionHeight(lines);
  const inner = chart.cloneNode(true) as SVGSVGElement;
  inner.setAttribute('width', String(width));
  inner.setAttribute('height', String(height));
  for (const script of inner.querySelectorAll('script, foreignObject')) script.remove();
  const chartText = new XMLSerializer().serializeToString(inner);
  return [
    `<svg xmlns="${SVG}" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}">`,
    `<title>${escaped(citation.question)}</title>`,
    `<rect width="100%" height="100%" fill="${escaped(style.ground)}"/>`,
    chartText,
    `<g font-family="system-ui, sans-serif" font-size="12" fill="${escaped(style.ink)}">`,
    ...lines.map((line, at) => `<text x="${MARGIN}" y="${height + MARGIN + at * LINE}">${escaped(line)}</text>`),
    '</g></svg>',
  ].join('');
}

/** @param scale pixels of the file for each pixel on screen @returns a PNG file @throws Error where the browser cannot draw it */
export async function pngOf(chart: SVGSVGElement | HTMLCanvasElement, captioned: Captioned, scale = 2): Promise<Blob> {
  const { citation, words, style } = captioned;
  const size = chart instanceof HTMLCanvasElement ? chart.getBoundingClientRect() : sizeOf(chart);
  const image = chart instanceof HTMLCanvasElement ? chart : await imageOf(chart);
  const lines = captionOf(citation, words, size.width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * scale);
  canvas.height = Math.round((size.height + captionHeight(lines)) * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('expected a canvas to draw on');
  context.scale(scale, scale);
  context.fillStyle = style.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, size.width, size.height);
  context.fillStyle = style.ink;
  context.font = FONT;
  lines.forEach((line, at) => context.fillText(line, MARGIN, size.height + MARGIN + at * LINE));
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('expected a picture')) : resolve(blob)), 'image/png'),
  );
}

const captionHeight = (lines: readonly string[]): number => MARGIN + lines.length * LINE;

function sizeOf(chart: SVGSVGElement): { readonly width: number; readonly height: number } {
  const { width, height } = chart.getBoundingClientRect();
  return { width: Math.round(width), height: Math.round(height) };
}

async function imageOf(chart: SVGSVGElement): Promise<HTMLImageElement> {
  const { width, height } = sizeOf(chart);
  const inner = chart.cloneNode(true) as SVGSVGElement;
  inner.setAttribute('xmlns', SVG);
  inner.setAttribute('width', String(width));
  inner.setAttribute('height', String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(inner))}`;
  await image.decode();
  return image;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
