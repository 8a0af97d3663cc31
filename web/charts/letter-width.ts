/** How wide letters are in the font of pictures, since an SVG that is text has no way to measure: upper bounds by kind, of Arial's metrics. */
const KINDS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijl.,:;|'! ftI/[\]]/, 0.28],
  [/[-()rk]/, 0.5],
  [/[@%WMm]/, 1.02],
  [/[GOQw&+=<>~]/, 0.78],
  [/[A-Z]/, 0.73],
  [/[a-z0-9?_#"*]/, 0.56],
];
/** Of what is not in the table. */
const OTHERS = 1;

/** @returns the width of a letter as a share of its size */
export const letterWidth = (letter: string): number => KINDS.find(([letters]) => letters.test(letter))?.[1] ?? OTHERS;
