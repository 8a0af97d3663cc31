/** One run of the differential test: the federated answer must be the uncut schema's, with the same fields in error. */
import { execute, parse, validate, type GraphQLSchema } from 'graphql';
import { parseExactly } from '../../../base/exact-number.ts';
import { Federation, Uncomposable, type Answer, type Question } from './federation.ts';
import { randomGraph, WIDENINGS, type RandomGraph, type Widening } from './random-graph.ts';
import { randomQuery } from './random-query.ts';
import { Random } from './random.ts';
import { idleError, MOST_TOLD, unsoundPlace } from './soundness.ts';
import { spoiled } from './spoiled.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

interface Difference {
  readonly seed: number;
  readonly question: Question;
  readonly why: string;
  readonly ours?: Answer;
  readonly uncut?: Answer;
}

export interface SeedResult {
  /** Questions that were asked and compared. */
  readonly runs: number;
  /** Those of them that were asked once more of subgraphs that fail. */
  readonly spoiled: number;
  /** Questions that the planner failed on, an assertion of its own. */
  readonly unplanned: number;
  /** Why the cut is no federated graph: it does not compose. */
  readonly skipped?: string;
  readonly differences: readonly Difference[];
}

/** @param questions how many operations are tried on the seed's graph */
export async function runSeed(
  seed: number,
  questions: number,
  widenings: readonly Widening[] = WIDENINGS,
): Promise<SeedResult> {
  const graph = randomGraph(seed, widenings);
  let federation: Federation;
  try {
    federation = new Federation(graph.definitions);
  } catch (thrown) {
    if (thrown instanceof Uncomposable)
      return { runs: 0, spoiled: 0, unplanned: 0, skipped: thrown.message, differences: [] };
    throw thrown;
  }
  const random = new Random(seed ^ 0x5eed);
  const differences: Difference[] = [];
  let [runs, failing, unplanned] = [0, 0, 0];
  for (let index = 0; index < questions; index++) {
    const question = validQuery(federation.api, random, widenings.includes('places'));
    if (!question) continue;
    if (!isPlanned(federation, question)) {
      unplanned++;
      continue;
    }
    runs++;
    const uncut = await uncutAnswer(federation, graph, question);
    const difference =
      (await compare(federation, uncut, question)) ?? (await compareUnmerged(federation, uncut, question));
    if (difference) differences.push({ seed, question, ...difference });
    if (difference || !widenings.includes('faults')) continue;
    failing++;
    const unsound = await compareSpoiled(federation, uncut, question, seed ^ index);
    if (unsound) differences.push({ seed, question, ...unsound });
  }
  return { runs, spoiled: failing, unplanned, differences };
}

function isPlanned(federation: Federation, question: Question): boolean {
  try {
    federation.plan(question.query);
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) throw thrown;
    return false;
  }
}

function validQuery(schema: GraphQLSchema, random: Random, places: boolean): Question | undefined {
  for (let attempt = 0; attempt < 10; attempt++) {
    const question = randomQuery(schema, random, places);
    if (validate(schema, parse(question.query)).length === 0) return question;
  }
  return undefined;
}

async function uncutAnswer(
  federation: Federation,
  { fieldResolver, typeResolver }: RandomGraph,
  question: Question,
): Promise<Answer> {
  const result = await execute({
    schema: federation.api,
    document: parse(question.query),
    variableValues: question.variables,
    fieldResolver,
    typeResolver,
  });
  return parseExactly(JSON.stringify(result)) as Answer;
}

/** Asks subgraphs that fail at random: what is answered must be the truth, and what is missing must have an error. */
async function compareSpoiled(
  federation: Federation,
  uncut: Answer,
  { query, variables }: Question,
  seed: number,
): Promise<Pick<Difference, 'why' | 'ours' | 'uncut'> | undefined> {
  const { ask, saysWhere } = spoiled(
    (request) => federation.fetch(request),
    (name) => federation.schemaOf(name),
    seed,
  );
  try {
    const outcome = await federation.compile(query).run({
      variables,
      fetcher: { fetch: ask },
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
    });
    const ours = parseExactly(
      JSON.stringify({ data: parseExactly(outcome.dataText()!), errors: outcome.errors() }),
    ) as Answer;
    const where = unsoundPlace(uncut.data, ours, saysWhere()) ?? idleError(ours);
    return where === undefined ? undefined : { why: `with failing subgraphs: ${where}`, ours, uncut };
  } catch (thrown) {
    return { why: thrown instanceof Error ? thrown.stack! : String(thrown), uncut };
  }
}

/** The same with a request for each fetch. */
async function compareUnmerged(
  federation: Federation,
  uncut: Answer,
  question: Question,
): Promise<Pick<Difference, 'why' | 'ours' | 'uncut'> | undefined> {
  federation.fetchesPerRequest = () => 1;
  const difference = await compare(federation, uncut, question);
  federation.fetchesPerRequest = undefined;
  return difference && { ...difference, why: `a request for each fetch: ${difference.why}` };
}

async function compare(
  federation: Federation,
  uncut: Answer,
  question: Question,
): Promise<Pick<Difference, 'why' | 'ours' | 'uncut'> | undefined> {
  let ours: Answer;
  try {
    ours = await federation.ours(question);
  } catch (thrown) {
    return { why: thrown instanceof Error ? thrown.stack! : String(thrown), uncut };
  }
  // Compared as text: the order of the fields is part of the answer.
  if (JSON.stringify(ours.data) !== JSON.stringify(uncut.data)) return { why: 'other data', ours, uncut };
  const idle = idleError(ours);
  if (idle !== undefined) return { why: idle, ours, uncut };
  if ((ours.errors ?? []).length >= MOST_TOLD) return undefined;
  const [here, there] = [failedPlaces(ours), failedPlaces(uncut)];
  return JSON.stringify(here) === JSON.stringify(there)
    ? undefined
    : { why: `other errors: ${here.join(' ')} instead of ${there.join(' ')}`, ours, uncut };
}

/** Where the data is null because of an error. Below a null the specification leaves open which errors are told. */
function failedPlaces({ data, errors = [] }: Answer): readonly string[] {
  const places = errors.map(({ path = [] }) => {
    let value: unknown = data;
    const place: (string | number)[] = [];
    for (const part of path) {
      if (value === null || value === undefined) break;
      place.push(part);
      value = (value as Record<string | number, unknown>)[part];
    }
    // An error where a value stands is of a field that only the plan needs.
    return value === null || value === undefined ? place.join('.') : undefined;
  });
  return [...new Set(places)].filter((place) => place !== undefined).sort();
}
