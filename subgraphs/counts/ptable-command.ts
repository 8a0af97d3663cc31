/** `npm run ptable`: makes the perturbation table that is committed beside this file; run again only when its parameters change. */
import { writeFileSync } from 'node:fs';
import { makePTable } from './make-ptable.ts';
import { PTABLE_FILE, type PTable, type PTableParameters } from './ptable.ts';

/** docs/disclosure.md states why these. */
const PARAMETERS: PTableParameters = { maximumNoise: 10, variance: 7, minimum: 5 };
/** Digits kept of a probability: a cell key has 32 bits, so more would make no difference. */
const DIGITS = 12;

/** One row a line, so that a change can be read. */
function printed({ version, parameters, rows }: PTable): string {
  const lines = rows.map(
    ({ count, noise, probabilities }) =>
      `    ${JSON.stringify({ count, noise, probabilities: probabilities.map((each) => Number(each.toFixed(DIGITS))) })}`,
  );
  return `{\n  "version": ${version},\n  "parameters": ${JSON.stringify(parameters)},\n  "rows": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

writeFileSync(PTABLE_FILE, printed(makePTable(PARAMETERS)));
