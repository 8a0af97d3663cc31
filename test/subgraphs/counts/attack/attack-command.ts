/**
 * `npm run attack [-- D V]`: the whole attack, every small cell of every month, with the committed p-table or with one of other
 * parameters; prints what docs/disclosure.md states. Takes minutes.
 */
import { makePTable } from '../../../../subgraphs/counts/make-ptable.ts';
import { readPTable } from '../../../../subgraphs/counts/ptable.ts';
import { attackAll, figuresOf, knowledgeOf, LEVELS, smallCells, SOURCES, type Found } from './attack.ts';
import { sampleMonths } from './sample-months.ts';

const [D, V] = process.argv.slice(2).map(Number);
const ptable = D === undefined ? readPTable() : makePTable({ maximumNoise: D, variance: V ?? 7, minimum: 5 });
const say = (...words: unknown[]): void => void process.stdout.write(`${words.join(' ')}\n`);

say(`p-table: ${JSON.stringify(ptable.parameters)}`);
const knowledge = knowledgeOf(await sampleMonths(), ptable);
const cells = smallCells(knowledge, ptable.parameters.minimum);
say(`${cells.length} cells of 1 to ${ptable.parameters.minimum - 1} people`);
let done = 0;
const found = attackAll(knowledge, cells, (some) => void process.stderr.write(`${(done += some.length)} of ${cells.length}\n`));
for (const source of SOURCES) for (const level of LEVELS) print(`${source} by ${level}`, found.filter((one) => one.source === source && one.level === level));
print('all', found);

function print(name: string, some: readonly Found[]): void {
  if (some.length === 0) return;
  const { cells: count, single, narrowest, atLeast5 } = figuresOf(some);
  say(`${name}: ${count} cells, of one value ${single}, narrowest ${narrowest} wide, at least 5 wide ${atLeast5} %`);
}
