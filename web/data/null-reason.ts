/** Why a field may have no value, as its description says it behind a semicolon or a comma: `…; null unless there are surely 5.` */
import type { Say } from '../language/say.ts';

/** @param description in the reader's language @returns a sentence; undefined where the description has none */
export function nullReason(description: string | undefined, say: Say): string | undefined {
  const all = [...(description ?? '').matchAll(/[;,] (?:null|kosong) ([^;]+)/g)].map(([, why]) => why!);
  // Where an agency does not answer, the answer has an error that says so.
  const said = all.findLast((why) => !/^(?:while|selama) /.test(why));
  return said === undefined ? undefined : say('data.gap', { why: said.replace(/\.$/, '') });
}
