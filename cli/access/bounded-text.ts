import { boundedBytes } from '../../base/bounded-bytes.ts';

/** @returns the body of an answer as text @throws RangeError for one that is larger */
export async function boundedText(answer: Response, mostBytes: number): Promise<string> {
  return new TextDecoder().decode(await boundedBytes(answer, mostBytes));
}
