/** On which sides more of something lies than is seen. */
export interface Sides {
  readonly before: boolean;
  readonly after: boolean;
}

interface Scrolled {
  readonly scrollLeft: number;
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

/** Browsers round widths of parts of pixels, each in its own way. */
const ROUNDING = 2;

/** @param scrolled its scroll offset and widths, CSS pixels */
export function moreBeside({ scrollLeft, scrollWidth, clientWidth }: Scrolled): Sides {
  return { before: scrollLeft > ROUNDING, after: scrollWidth - clientWidth - scrollLeft > ROUNDING };
}
