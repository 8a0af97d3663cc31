/** SVG as text, for pictures that are taken away: they are drawn anew, not copied from the screen. */

export type Attributes = Readonly<Record<string, string | number>>;

/** @param content elements, as text already; escaped by who made them */
export function tag(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return `<${name}${written.join('')}>${content.join('')}</${name}>`;
}

interface TextLook {
  readonly fill: string;
  /** Pixels; 12 when left out. */
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
}

/** @param y of its middle: programs differ in how they read `dominant-baseline`, so the baseline is moved instead */
export function textAt(x: number, y: number, content: string, { fill, size = 12, anchor, bold }: TextLook): string {
  const attributes = {
    x: rounded(x),
    y: rounded(y + 0.35 * size),
    fill,
    'font-size': size,
    ...(anchor !== undefined && { 'text-anchor': anchor }),
    ...(bold === true && { 'font-weight': 'bold' }),
  };
  return tag('text', attributes, escaped(content));
}

/** @param y of the middle of all lines @param step from one line to the next, pixels */
export const linesAt = (x: number, y: number, lines: readonly string[], step: number, look: TextLook): string[] =>
  lines.map((line, at) => textAt(x, y + (at - (lines.length - 1) / 2) * step, line, look));

export const rounded = (number: number): number => Math.round(number * 100) / 100;

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
