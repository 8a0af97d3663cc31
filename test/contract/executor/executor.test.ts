import { describe, expect, it } from 'vitest';
import { cases as basic, type Case } from './cases.ts';
import { Federation, type Answer } from './federation.ts';
import { missingCases } from './missing-cases.ts';
import { outageCases } from './outage-cases.ts';
import { overrideCases } from './override-cases.ts';
import { contextCases, interfaceObjectCases, placeCases } from './place-cases.ts';
import { requiresCases } from './requires-cases.ts';

const cases: readonly Case[] = [
  ...basic,
  ...requiresCases,
  ...missingCases,
  ...outageCases,
  ...placeCases,
  ...interfaceObjectCases,
  ...contextCases,
  ...overrideCases,
];

const graphs = new Map<Case['subgraphs'], Federation>();

function graphOf({ subgraphs }: Case): Federation {
  let graph = graphs.get(subgraphs);
  if (!graph) graphs.set(subgraphs, (graph = new Federation(subgraphs)));
  return graph;
}

const seen = ({ data, errors = [] }: Answer): unknown => ({
  data: JSON.stringify(data),
  errors: errors.map(({ path }) => JSON.stringify(path ?? [])).sort(),
});
const expected = ({ data, errors = [] }: Case): unknown => ({
  data: JSON.stringify(data),
  errors: errors.map((path) => JSON.stringify(path)).sort(),
});

describe('the compiled executor', () => {
  for (const one of cases) {
    it(one.name, async () => {
      const graph = graphOf(one);
      graph.asked.length = 0;
      const answer = await graph.ours(one.ask);
      expect(seen(answer)).toEqual(expected(one));
      for (const { extensions } of answer.errors ?? []) expect(extensions).toHaveProperty('code');
      if (one.requests !== undefined) expect(graph.asked).toHaveLength(one.requests);
    });
  }
});

describe('the reference executor', () => {
  for (const one of cases) {
    it(one.stock === undefined ? one.name : `${one.name}: ${one.stock}`, async () => {
      const answer = await graphOf(one)
        .stock(one.ask)
        .catch((thrown: unknown): Answer => ({ data: String(thrown) }));
      if (answer.data === null && one.data === undefined) delete (answer as { data?: unknown }).data;
      if (one.stock === undefined) expect(seen(answer)).toEqual(expected(one));
      else expect(seen(answer)).not.toEqual(expected(one));
    });
  }
});

describe('while a subgraph is down', () => {
  it.each(outageCases)('every error names it: $name', async (one) => {
    const { errors = [] } = await graphOf(one).ours(one.ask);
    const [away] = Object.entries(one.subgraphs).find(([, { answer }]) => answer !== undefined)!;
    expect(errors.map(({ extensions }) => [extensions?.['code'], extensions?.['service']])).toEqual(
      errors.map(() => ['DOWNSTREAM_SERVICE_ERROR', away]),
    );
  });
});
