/**
 * `npm run attack [-- D V] [--all]`: the attack on every small cell of every month, with the committed p-table or with one of other
 * parameters; prints what docs/disclosure.md states. Bounds are passed along for all cells; the integer program is solved for those
 * that are left narrow, in minutes, or with `--all` for every one, in hours.
 */
import { makePTable } from '../../../../subgraphs/counts/make-ptable.ts';
import { readPTable } from '../../../../subgraphs/counts/ptable.ts';
import { attack, attackAll, figuresOf, knowledgeOf, LEVELS, smallCells, SOURCES, type SmallCell } from './attack.ts';
import type { Feasible } from './program.ts';
import { sampleMonths } from './sample-months.ts';

/** Bounds that are as wide are left to `--all`. */
const NARROW = 8;

const [D, V] = process.argv
  .slice(2)
  .filter((word) => word !== '--all')
  .map(Number);
const ptable = D === undefined ? readPTable() : makePTable({ maximumNoise: D, variance: V ?? 7, minimum: 5 });
const say = (...words: unknown[]): void => void process.stdout.write(`${words.join(' ')}\n`);

say(`p-table: ${JSON.stringify(ptable.parameters)}`);
const knowledge = knowledgeOf(await sampleMonths(), ptable);
const cells = smallCells(knowledge, ptable.parameters.minimum);
say(`By bounds, every cell of 1 to ${ptable.parameters.minimum - 1} people:`);
printAll(cells, ({ low, high }) => ({ least: low, greatest: high }));
const isAll = process.argv.includes('--all');
say(`By the integer program, ${isAll ? 'every cell' : `every cell whose bounds are less than ${NARROW} apart`}:`);
let done = 0;
const progress = (some: readonly unknown[]): void => void process.stderr.write(`${(done += some.length)}\n`);
printAll(
  isAll
    ? attackAll(knowledge, cells, progress)
    : attack(
        knowledge,
        cells.filter(({ low, high }) => high - low < NARROW),
      ),
  (found) => found,
);

function printAll<Cell extends SmallCell>(all: readonly Cell[], intervalOf: (cell: Cell) => Feasible): void {
  for (const source of SOURCES)
    for (const level of LEVELS)
      print(`${source} by ${level}`, all.filter((one) => one.source === source && one.level === level).map(intervalOf));
  print('all', all.map(intervalOf));
}

function print(name: string, some: readonly Feasible[]): void {
  if (some.length === 0) return;
  const { cells: count, single, narrowest, atLeast5 } = figuresOf(some);
  say(`  ${name}: ${count} cells, of one value ${single}, narrowest ${narrowest} wide, at least 5 wide ${atLeast5} %`);
}
