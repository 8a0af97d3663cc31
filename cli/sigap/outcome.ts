/** What a command has come to: once for people, once for programs, and how the process ends. */

/** How the process ends: 0, or one of these. 1 is for what could not be done, 2 for words that do not fit. */
export const EXIT = {
  /** A check, a conformance case or a comparison failed. */
  failed: 3,
  /** A version waits for the approval of an owner. */
  waits: 4,
} as const;

/** The result of a command. */
export interface Outcome {
  /** With --json. */
  readonly json: unknown;
  /** Without. */
  readonly text: string;
  /** The text is for programs, as SDL and a token are: led into a file or another program it stays as it came. */
  readonly isExact?: boolean | undefined;
  readonly exit?: (typeof EXIT)[keyof typeof EXIT] | undefined;
}
