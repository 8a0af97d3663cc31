/** Colours of the drawings, which CSS variables do not reach, in each scheme. Single hues, told apart by lightness too. */

export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly paper: string;
  /** For series, in order; at least 3 : 1 against the paper. Any two differ for people who see no red or no green, by lightness or by dashes. */
  readonly series: readonly string[];
  /** From least to most. */
  readonly scale: readonly string[];
  /** Where there is no number. */
  readonly none: string;
}

const LIGHT: Palette = {
  ink: '#14262b',
  quiet: '#4d6167',
  line: '#d5dfe0',
  paper: '#ffffff',
  series: ['#0a6b66', '#b45309', '#5b4bb7', '#64748b', '#0b3f7a', '#b4236e', '#7a6a00', '#3b2f2f'],
  scale: ['#dcefec', '#a9d7d1', '#6ab7b0', '#2f8f89', '#0a6b66', '#064744'],
  none: '#e7ecec',
};

const DARK: Palette = {
  ink: '#dfe9ea',
  quiet: '#9db1b6',
  line: '#2d3d43',
  paper: '#172227',
  series: ['#58cfc4', '#f0a355', '#a99bff', '#94a3b8', '#7fb2ff', '#ff8fc2', '#d9cf5a', '#f3e9e2'],
  scale: ['#16393b', '#1c5453', '#25726f', '#33938d', '#58b9b0', '#a5e4dc'],
  none: '#26343a',
};

export const paletteOf = (dark: boolean): Palette => (dark ? DARK : LIGHT);

/**
 * The colour of a value on the scale, stepless.
 * @param share where it stands from least to most, 0 to 1
 */
export function colourAt({ scale }: Palette, share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (scale.length - 1);
  const below = Math.min(Math.floor(place), scale.length - 2);
  return mix(scale[below]!, scale[below + 1]!, place - below);
}

/**
 * The colour of a number between the least and the greatest there are: differences may be small, and are what is shown.
 * @param span missing where there is no number at all
 */
export function colourWithin(palette: Palette, value: unknown, span: readonly [number, number] | undefined): string {
  if (typeof value !== 'number' || span === undefined) return palette.none;
  const [least, greatest] = span;
  return colourAt(palette, greatest === least ? 0.5 : (value - least) / (greatest - least));
}

/** Black or white, whichever is read better on a colour (WCAG's contrast). */
export function inkOn(colour: string): string {
  const [red, green, blue] = partsOf(colour).map((part) => linear(part / 255)) as [number, number, number];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

const linear = (part: number): number => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

const partsOf = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function mix(from: string, to: string, share: number): string {
  const ends = partsOf(to);
  const mixed = partsOf(from).map((part, index) => Math.round(part + (ends[index]! - part) * share));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
