/** How many commands a request sends to the databases: a fixed few, however many rows it answers. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FILL_MS, questionOf, startSampleGraph, type SampleGraph } from '../support/sample.ts';

let graph: SampleGraph;

beforeAll(async () => {
  graph = await startSampleGraph();
}, FILL_MS);
afterAll(() => graph.stop());
beforeEach(() => void graph.commands.splice(0));

const WORKERS = `query ($first: Int) { workers(first: $first, sort: ID) { nodes {
  id name village { name district { name city { name } } } membership { monthsInRow }
  verifications { verdict agency { name kind } worker { id } }
  person { token fundedTwice enrolments { id } memberships { id group { kind owner { name } } village { name } } }
} } }`;
const MEMBERS = `query ($first: Int) { members(first: $first, sort: ID) { nodes {
  id unit group { kind name owner { name } } village { name district { name } }
  person { token fundedTwice enrolments { id occupation verifications { agency { name } } } memberships { id } }
} } }`;

async function commandsOf(query: string, variables: Record<string, unknown>): Promise<number> {
  graph.commands.splice(0);
  const { errors } = await graph.ask(query, variables);
  expect(errors).toBeUndefined();
  return graph.commands.length;
}

test.each([
  ['workers', WORKERS],
  ['members', MEMBERS],
])('a page of 100 %s with all relations takes no more commands than a page of 50', async (_name, query) => {
  const few = await commandsOf(query, { first: 50 });
  const many = await commandsOf(query, { first: 100 });
  expect(many).toBe(few);
  expect(many).toBeLessThanOrEqual(14);
});

test.each([
  ['workers', 'Worker', 'id', 'name', 'w-'],
  ['groups', 'Member', 'id', 'unit', 'm-'],
])('1,000 entities of %s are one command', async (subgraph, type, key, field, prefix) => {
  const representations = Array.from({ length: 1000 }, (_, at) => ({
    __typename: type,
    [key]: `${prefix}${String(at + 1).padStart(8, '0')}`,
  }));
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${field} } } }`;
  const { data, errors } = await graph.subgraphs.get(subgraph)!.execute({ query, variables: { r: representations } });
  expect(errors).toBeUndefined();
  expect((data as { _entities: unknown[] })._entities.filter(Boolean).length).toBe(1000);
  expect(graph.commands).toEqual([`${subgraph} find ${subgraph === 'groups' ? 'members' : subgraph}`]);
});

/** Commands that read people or money, or the counts kept of them; places and agencies have databases of their own. */
const ofCounts = (commands: readonly string[]): string[] =>
  [...new Set(commands.filter((command) => !command.startsWith('agencies')))].sort();

test('the counts of all villages, districts and the city are read from the stored counts', async () => {
  const question = `{ villages(first: 100) { nodes { workerCount memberCount fundedTwice coverage { total cells { total } } } }
    city { workerCount memberCount fundedTwice districts { workerCount memberCount } } }`;
  const kept = ['funding', 'groups', 'workers'].flatMap((subgraph) => [
    `${subgraph} find summary`,
    `${subgraph} find summary_version`,
  ]);
  await commandsOf(question, {});
  expect(ofCounts(graph.commands)).toEqual(kept);
  // Whoever asks while another is reading shares its command, so how many there are depends on who came when; never one a village.
  expect(graph.commands.filter((command) => command.endsWith('summary')).length).toBe(3);
  expect(graph.commands.length).toBeLessThan(30);
  await commandsOf(question, {});
  expect(ofCounts(graph.commands)).toEqual(kept.filter((command) => command.endsWith('version')));
});

test('a sum sends no command that reads people', async () => {
  for (let time = 0; time < 2; time++) {
    await commandsOf(questionOf('programme-on-one-page'), {});
    expect(
      graph.commands.filter(
        (command) =>
          !/ find /.test(command) || / (workers|verifications|members|double_fundings|\w+_tokens)$/.test(command),
      ),
    ).toEqual([]);
  }
});

test('a connection counts its rows only when totalCount is selected', async () => {
  await graph.ask('{ workers(first: 1) { nodes { id } } }');
  expect(graph.commands).toEqual(['workers find workers']);
});
