/** Progressive overrides through the whole gateway, by both ways through the pipeline. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { composeSmall } from '../support/small-graph.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])';
const SDL = {
  old: `${LINK} type Query { item: Item } type Item @key(fields: "id") { id: ID! half: String other: String blue: String red: String }`,
  new: `${LINK} type Item @key(fields: "id") { id: ID! half: String @override(from: "old", label: "percent(50)") other: String @override(from: "old", label: "percent(50)")
    blue: String @override(from: "old", label: "blue") red: String @override(from: "old", label: "red") }`,
};
const schemas = Object.fromEntries(
  Object.entries(SDL).map(([name, sdl]) => {
    const says = (): string => name;
    const Item = { __resolveReference: (item: object) => item, half: says, other: says, blue: says, red: says };
    return [
      name,
      buildSubgraphSchema({
        typeDefs: parse(sdl),
        resolvers: { Item, ...(name === 'old' ? { Query: { item: () => ({ id: 1 }) } } : {}) },
      }),
    ];
  }),
);
const inProcess = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [
    name,
    ({ query, variables }: { query: string; variables?: Record<string, unknown> }) =>
      graphql({ schema, source: query, variableValues: variables }) as never,
  ]),
);

let gateway: RunningGateway;
afterEach(() => gateway.stop());

async function start(settings: Partial<GatewaySettings>): Promise<void> {
  const source = fixedSupergraph(composeSmall({ old: 'http://old.test', new: 'http://new.test' }, SDL));
  gateway = await startGateway({
    log: logOf('gateway', 'silent'),
    source,
    inProcess,
    settings: gatewayDefaults({ port: 0, supergraph: 'none', guard: false, explorer: false, ...settings }),
  });
}

type Item = Record<string, string>;

async function ask(fields: string, headers: Record<string, string> = {}): Promise<Item> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: `{ item { ${fields} } }` }),
  });
  return ((await response.json()) as { data: { item: Item } }).data.item;
}

describe.each([
  [true, 'the fast path'],
  [false, 'Apollo Server'],
])('fields that move by label (fast path: %s)', (fastPath) => {
  it('move by option, and for a request whose header says so where the operator allows it', async () => {
    await start({ fastPath, overrideLabels: new Set(['blue']), overrideLabelsHeader: 'x-labels' });
    for (let time = 0; time < 3; time++) {
      expect(await ask('blue red')).toEqual({ blue: 'new', red: 'old' });
      expect(await ask('blue red', { 'x-labels': 'red' })).toEqual({ blue: 'new', red: 'new' });
      expect(await ask('blue red', { 'x-labels': 'nobody-knows' })).toEqual({ blue: 'new', red: 'old' });
    }
  });

  it('stay where they are for a header that no option names', async () => {
    await start({ fastPath });
    for (let time = 0; time < 3; time++)
      expect(await ask('blue', { 'x-labels': 'blue', 'override-labels': 'blue' })).toEqual({ blue: 'old' });
  });

  it('move by share, all of a request or none, also of requests that are the same and under way together', async () => {
    await start({ fastPath });
    const answers: Item[] = [];
    for (let round = 0; round < 5; round++)
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => ask('half other id')))));
    for (const { half, other } of answers) expect(half).toBe(other);
    // Of a hundred fair coins all show one side once in 2^99 runs.
    expect(new Set(answers.map(({ half }) => half))).toEqual(new Set(['old', 'new']));
  });
});
