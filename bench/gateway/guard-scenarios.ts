/**
 * Questions on the product's own graph that the guard does not only let pass: counts each of which it judges, persons whose fields it masks
 * and whose reading it records. Each is asked by somebody who may ask it, with the same headers of the gateway that has its guard off.
 */
import { fileURLToPath } from 'node:url';
import { readQuestions } from '../../gateway/http/questions.ts';
import { ownGraph, type Scenario } from './scenarios.ts';

export interface GuardScenario extends Scenario {
  /** Options of `npm run apikey -- create` for who asks; absent: the public. */
  readonly asker?: readonly string[];
  readonly purpose?: string;
}

/** 50 persons: of each five masked fields, beside them what is not. */
const PERSONS = `query Persons {
  workers(first: 50, sort: ENROLLED_LATEST) { nodes { id name nik phone birthDate occupation status village { name district { name } } membership { kpj paidThrough } } pageInfo { hasNextPage endCursor } }
}`;

/** The same table of villages, as often as it is asked for in one request. */
const VILLAGES = (times: number): string =>
  `query Villages { ${Array.from(
    { length: times },
    (_, at) =>
      `table${at}: villages(first: 100) { nodes { code coverage { total covered basis { month exactness noise } byDecileBand { decileBand total covered } } } }`,
  ).join(' ')} }`;

/** Names of the scenarios that are compared with each other. */
export const ONE_TABLE = 'one table';
export const FOUR_ALIASES = 'four aliases';

export function guardScenarios(): readonly GuardScenario[] {
  const dashboard = { ...ownGraph(), asker: ['--role', 'dashboard'], answers: 'differ' } as const;
  return [
    {
      ...dashboard,
      ...question('coverage-by-village'),
      what: 'A dashboard asks `coverage-by-village`: counts of 56 villages by occupation and band',
    },
    {
      ...dashboard,
      ...question('verification-funnel'),
      what: 'A dashboard asks `verification-funnel`: counts of a few agencies',
    },
    {
      ...dashboard,
      ...asked(VILLAGES(1)),
      name: ONE_TABLE,
      what: 'A dashboard asks for counts of 56 villages by band',
    },
    {
      ...dashboard,
      ...asked(VILLAGES(4)),
      name: FOUR_ALIASES,
      what: 'The same four times in one request, under four aliases',
    },
    {
      ...ownGraph(),
      ...asked(PERSONS),
      name: 'persons',
      answers: 'differ',
      asker: ['--scope', 'person:read', '--agency', 'DINSOS'],
      purpose: 'VERIFICATION',
      what: 'A verifier who may not unmask lists 50 persons for a stated purpose: five masked fields of each, every answer recorded in the audit',
    },
  ];
}

function question(name: string): Pick<Scenario, 'name' | 'next' | 'samples'> {
  const { text } = readQuestions(fileURLToPath(new URL('../../schema/operations', import.meta.url))).find(
    (one) => one.name === name,
  )!;
  return { name, ...asked(text) };
}

function asked(query: string): Pick<Scenario, 'next' | 'samples'> {
  const body = JSON.stringify({ query });
  return { next: () => body, samples: [body] };
}
