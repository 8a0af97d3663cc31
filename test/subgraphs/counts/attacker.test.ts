/**
 * The attacker: everything that somebody without a scope can ask of the sample, over all its months, goes into an integer program that
 * gives for a cell of few people the least and the greatest count that fit it all (disclosure auditing). docs/disclosure.md states
 * the model and what is left out; the parameters of the p-table follow from this.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makePTable, makeRow } from '../../../subgraphs/counts/make-ptable.ts';
import { readPTable } from '../../../subgraphs/counts/ptable.ts';
import { FILL_MS } from '../../support/sample.ts';
import {
  attack,
  figuresOf,
  knowledgeOf,
  LEVELS,
  smallCells,
  SOURCES,
  type Found,
  type Knowledge,
} from './attack/attack.ts';
import { numbersToAsk, PUBLIC_FIELDS } from './attack/public-fields.ts';
import { likelihood } from './attack/likelihood.ts';
import { programOf } from './attack/program.ts';
import { randomCells } from './attack/random-cells.ts';
import { averaging, differencing, zeros } from './attack/residual-risk.ts';
import { sampleMonths, type SampleMonth } from './attack/sample-months.ts';

const ptable = readPTable();
const { minimum } = ptable.parameters;
const page = readFileSync(new URL('../../../docs/disclosure.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
/** So many of each source and level. */
const MOST = 45;
const SEED = 20_251_231;

let months: SampleMonth[];
let knowledge: Knowledge;
beforeAll(async () => {
  months = await sampleMonths();
  knowledge = knowledgeOf(months, ptable);
}, FILL_MS);

describe('every field that everybody may query', () => {
  it('is in the attack if it is a number, an amount or a day, or is listed as something else', () => {
    const fields = new Set(
      numbersToAsk(readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8')),
    );
    expect([...fields].filter((field) => !PUBLIC_FIELDS.has(field))).toEqual([]);
    expect([...PUBLIC_FIELDS].filter((field) => !fields.has(field))).toEqual([]);
  });

  it('is read for twelve months, for every village and district, by every table', () => {
    expect(months).toHaveLength(12);
    expect(SOURCES.map((source) => knowledge[source].at(-1)!.told.areas.size)).toEqual([70, 70, 70, 6]);
    const { tables } = knowledge.workers.at(-1)!.told;
    for (const name of [
      'total',
      'OJEK covered',
      'D5 TRANSPORT atRisk',
      'OJEK D1_2 eligibleNotCovered',
      'PKL ACTIVE total',
      'D3_4 ACTIVE covered',
      'TRANSPORT ACTIVE total',
      'months 1',
    ]) {
      expect(tables.named.has(name)).toBe(true);
    }
  });
});

const states = (text: string): void => expect(page).toContain(text);

describe('the attacker', () => {
  it('is left with intervals at least 5 wide by bounds alone, of all small cells', () => {
    const { cells, single, narrowest, atLeast5 } = figuresOf(
      smallCells(knowledge, minimum).map(({ low, high }) => ({ least: low, greatest: high })),
    );
    states(
      `${cells.toLocaleString('en')} such cells in its twelve months. Bounds alone leave none of them one value; the narrowest is ${narrowest} wide`,
    );
    expect([single, atLeast5]).toEqual([0, 100]);
  });

  let found: Found[];
  beforeAll(() => {
    const cells = smallCells(knowledge, minimum);
    found = attack(knowledge, randomCells(cells, MOST, SEED));
  }, FILL_MS);

  it('is right: the true count fits all that it derives', () => {
    expect(found.filter(({ least, greatest, truth }) => truth < least || truth > greatest)).toEqual([]);
    expect(found.filter(({ low, high, least, greatest }) => least < low || greatest > high)).toEqual([]);
  });

  it('attacks 300 cells at least, of every source and level', () => {
    expect(found.length).toBeGreaterThanOrEqual(300);
    const kinds = new Set(found.map(({ source, level }) => `${source} ${level}`));
    for (const kind of [
      'workers village',
      'workers district',
      'workers city',
      'members village',
      'doubles village',
      'verifications agency',
    ])
      expect(kinds).toContain(kind);
    expect(LEVELS.every((level) => found.some((one) => one.level === level))).toBe(true);
  });

  it('never finds one value; the interval is at least 3 wide for every cell, and at least 5 for nine of ten', () => {
    expect(found.filter(({ least, greatest }) => greatest - least < 3)).toEqual([]);
    const { single, narrowest, atLeast5 } = figuresOf(found);
    expect(single).toBe(0);
    expect(narrowest).toBeGreaterThanOrEqual(3);
    expect(atLeast5).toBeGreaterThanOrEqual(90);
  });

  it(
    'finds single values where the noise is too small: the program can find them',
    () => {
      const weak = knowledgeOf(months.slice(-1), makePTable({ maximumNoise: 1, variance: 0.4, minimum: 1 }));
      const some = attack(weak, randomCells(smallCells(weak, minimum), 5, SEED));
      expect(some.filter(({ least, greatest, truth }) => truth < least || truth > greatest)).toEqual([]);
      expect(figuresOf(some).single).toBeGreaterThan(0);
    },
    FILL_MS,
  );

  it(
    'finds intervals narrower than 3 where the p-table is looked up by keys that add up',
    () => {
      const added = knowledgeOf(months.slice(-1), makePTable({ maximumNoise: 8, variance: 7, minimum: 5 }), {
        keysAddUp: true,
      });
      const cells = smallCells(added, minimum);
      expect(cells.filter(({ low, high, truth }) => truth < low || truth > high)).toEqual([]);
      expect(cells.some(({ low, high }) => high - low < 3)).toBe(true);
    },
    FILL_MS,
  );

  it(
    'finds no more with the rest of the district as unknowns of its own',
    () => {
      for (const { month, area, cell, least, greatest } of found
        .filter(({ source, level }) => source === 'workers' && level === 'village')
        .slice(0, 2)) {
        const known = knowledge.workers.find(({ told }) => told.month === month)!;
        const district = area.slice(0, area.lastIndexOf('.'));
        const program = programOf(known, area, {
          area: district,
          others: known.told.parts.get(district)!.filter((other) => other !== area),
        });
        expect(program.interval(cell)).toEqual({ least, greatest });
        program.dispose();
      }
    },
    FILL_MS,
  );
});

describe('the residual risk, as docs/disclosure.md states it', () => {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;

  it('averaging reveals nothing over aliases and months of the same people, and the level where people change', () => {
    const [same, others] = [false, true].map((change) => averaging(ptable, 15, { months: 12, change }));
    states(`a standard deviation of ${same!.deviation.toFixed(2)} of the noise stays`);
    states(`the mean has ${others!.deviation.toFixed(2)} after twelve months`);
    states(
      `it is the true level in ${percent(others!.exact)} of cases, against ${percent(same!.exact)} from one month`,
    );
  });

  it.each([0, 1, 2, 4, 9, 15])('differencing of one person beside %i others', (others) => {
    const { sameOthers, knownNumber, unknown } = differencing(ptable, others);
    states(`| ${others} | ${percent(sameOthers)} | ${percent(knownNumber)} | ${percent(unknown)} |`);
  });

  it('exact totals: how often the number of a large village changes with one person', () => {
    states(`of a large village it does in ${percent(2 * differencing(ptable, 15).sameOthers - 1)} of cases`);
  });

  it.each([
    ['likelihood, with rows each by itself', true],
    ['likelihood, with rows made together', false],
  ] as const)(
    '%s',
    (_, alone) => {
      const table = alone
        ? {
            ...ptable,
            rows: ptable.rows.map((row) =>
              row.count > 0 && row.count < minimum ? makeRow(row.count, ptable.parameters) : row,
            ),
          }
        : ptable;
      const { told, right } = likelihood(knowledgeOf(months, table), table);
      states(
        alone
          ? `${told} cells of the sample's twelve months, and ${right} of them were right`
          : `as they are made now it finds ${told}`,
      );
    },
    FILL_MS,
  );

  it('zeros: how many count nobody, and how many small cells are among them', () => {
    const { published, ofNobody, small, smallAsZero } = zeros(knowledge, minimum);
    states(`${percent(ofNobody / published)} are of nobody, so a zero is weak evidence of nobody`);
    states(`${percent(smallAsZero / small)} of the cells of 1 to 4 people are published as zero`);
  });
});
