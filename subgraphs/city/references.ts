/** What the files of a city say of each other: codes that are there, once, and months that do not overlap. */
import { quote } from '../../base/errors.ts';
import { SUBGRAPH_NAMES } from '../names.ts';
import type { CityFiles, Located } from './city-files.ts';
import { comparable } from '../../base/comparable.ts';
import type { CityFault } from './read-table.ts';
import type { CityTableName } from './records.ts';

/** @returns every reference that leads nowhere, and every record that is there twice */
export const referenceFaults = (files: CityFiles): CityFault[] => [
  ...areaFaults(files),
  ...agencyFaults(files),
  ...programmeFaults(files),
  ...overlapping(files.tables['contribution-rates']),
  ...doubled('published-figures', files.tables['published-figures'], ({ code }) => code),
  ...doubled('occupation-words', files.tables['occupation-words'], ({ word }) => comparable(word)),
];

function areaFaults({ city, tables: { districts, villages } }: CityFiles): CityFault[] {
  const codes = new Set(districts.map(({ value }) => value.code));
  const inCity = `a code of the city ${city.code}`;
  return [
    ...doubled('districts', districts, ({ code }) => code),
    ...doubled('villages', villages, ({ code }) => code),
    ...missing('districts', districts, ({ code }) => code.startsWith(`${city.code}.`), inCity),
    ...missing(
      'villages',
      villages,
      ({ code }) => codes.has(districtOfVillage(code)),
      'the code of a district and four digits',
    ),
  ];
}

function agencyFaults({ tables: { agencies, groups, programmes } }: CityFiles): CityFault[] {
  const roles = new Map(agencies.map(({ value }) => [value.code, value.roles as readonly string[]]));
  const has = (agency: string, role: string): boolean => roles.get(agency)?.includes(role) === true;
  const subgraphs: readonly (string | null)[] = [null, ...SUBGRAPH_NAMES];
  return [
    ...doubled('agencies', agencies, ({ code }) => code),
    ...missing(
      'agencies',
      agencies,
      ({ subgraph }) => subgraphs.includes(subgraph),
      `as subgraph nothing or one of ${SUBGRAPH_NAMES.join(', ')}`,
    ),
    ...missing('groups', groups, ({ owner }) => roles.has(owner), 'as owner the code of an agency'),
    ...missing(
      'programmes',
      programmes,
      ({ funder }) => has(funder, 'FUNDER'),
      'as funder an agency with the role FUNDER',
    ),
    ...missing(
      'programmes',
      programmes,
      ({ insurer }) => has(insurer, 'INSURER'),
      'as insurer an agency with the role INSURER',
    ),
  ];
}

function programmeFaults({ tables: { programmes, groups, budgets } }: CityFiles): CityFault[] {
  const codes = new Set(programmes.map(({ value }) => value.code));
  const expected = 'the code of a programme';
  return [
    ...doubled('programmes', programmes, ({ code }) => code),
    ...doubled('groups', groups, ({ kind }) => kind),
    ...doubled('budgets', budgets, ({ programme, year }) => `${programme} ${year}`),
    ...missing('groups', groups, ({ programme }) => codes.has(programme), expected),
    ...missing('budgets', budgets, ({ programme }) => codes.has(programme), expected),
  ];
}

/** @returns the code of a village's district */
export const districtOfVillage = (village: string): string => village.slice(0, '32.75.01'.length);

function doubled<Value>(
  file: CityTableName,
  records: readonly Located<Value>[],
  keyOf: (value: Value) => string,
): CityFault[] {
  const seen = new Map<string, number>();
  return records.flatMap(({ line, value }) => {
    const key = keyOf(value);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, line);
    return first === undefined
      ? []
      : [{ file, line, what: `expected ${quote(key)} once, it stands in line ${first} too` }];
  });
}

function missing<Value>(
  file: CityTableName,
  records: readonly Located<Value>[],
  fits: (value: Value) => boolean,
  expected: string,
): CityFault[] {
  return records.flatMap(({ line, value }) =>
    fits(value) ? [] : [{ file, line, what: `expected ${expected}, got ${quote(JSON.stringify(value))}` }],
  );
}

/** Two rates of a sector in one month would make two bills. */
function overlapping(rates: CityFiles['tables']['contribution-rates']): CityFault[] {
  return rates.flatMap(({ line, value }, at) => {
    const other = rates.slice(0, at).find(({ value: before }) => before.sector === value.sector && meet(before, value));
    if (other === undefined) return [];
    return [
      {
        file: 'contribution-rates',
        line,
        what: `expected other months than line ${other.line} has for ${value.sector}`,
      },
    ];
  });
}

interface Months {
  readonly from: string;
  readonly to: string | null;
}

const meet = (a: Months, b: Months): boolean => (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
