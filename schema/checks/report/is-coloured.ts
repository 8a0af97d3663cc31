/**
 * @param stream where the report is written
 * @param noColor the variable `NO_COLOR`: any text but an empty one turns colour off (https://no-color.org)
 * @returns whether a report is written in colour: on a terminal whose reader has not turned it off
 */
export function isColoured(stream: { readonly isTTY?: boolean }, noColor: string | undefined): boolean {
  return stream.isTTY === true && (noColor === undefined || noColor === '');
}
