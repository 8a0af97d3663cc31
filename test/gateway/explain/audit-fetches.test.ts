/** A fetch for the record of the audit alone: what it asks about would tell whom a perturbed count has counted. */
import { expect, it } from 'vitest';
import { explainFetches } from '../../../gateway/explain/explained-fetches.ts';
import type { FetchNote } from '../../../gateway/fetch/fetch-note.ts';
import { parse } from 'graphql';
import { selectedPart } from '../../../gateway/explain/selected-part.ts';
import { operationOf } from '../../../gateway/document/operation.ts';
import { fetchesOf } from '../../../gateway/plan/fetched-fields.ts';

const fetchOf = (path: readonly string[]) => ({
  kind: 'Flatten',
  path,
  node: {
    kind: 'Fetch',
    serviceName: 'people',
    requires: [{ kind: 'InlineFragment', typeCondition: 'Worker', selections: [{ kind: 'Field', name: 'id' }] }],
    operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on Worker{${path.length > 2 ? 'person{token}' : 'street'}}}}`,
    operationKind: 'query',
  },
});
const plan = {
  kind: 'QueryPlan',
  node: {
    kind: 'Sequence',
    nodes: [fetchOf(['village', 'sigapSubject__rows_workerCount', 'nodes', '@']), fetchOf(['workers', '@'])],
  },
};

const document = parse(`
  query { ...all workers { ... on Worker { street } } }
  fragment all on Query { village { sigapSubject__rows_workerCount: workers { nodes { id } } } }`);

it('is cut where the client has selected nothing more', () => {
  const part = selectedPart(document, operationOf(document));
  expect(part(['workers', 'street', 'hidden'])).toEqual(['workers', 'street']);
  expect(part(['workers', 'hidden', 'street'])).toEqual(['workers']);
});

it('has no rows and ends its path before the key of the gateway; another one has both', () => {
  const views = fetchesOf(plan as never);
  const notes = views.map(({ node }, at): FetchNote => ({
    subgraph: 'people',
    kind: 'query',
    at: 10 + at,
    ms: 2,
    code: undefined,
    errors: 0,
    step: node,
    entities: 3,
    fetches: 1,
    span: undefined,
    headers: undefined,
    sent: { bytes: 400, tries: 1, by: 'http' },
    joined: undefined,
  }));
  const explained = explainFetches({
    views,
    notes,
    positionOf: () => undefined,
    hasRun: true,
    seesSubgraphs: false,
    tellsSize: () => false,
    selectedPart: selectedPart(document, operationOf(document)),
    data: {},
  });
  expect(explained).toMatchObject([
    {
      path: ['village'],
      rows: null,
      bytes: null,
      started: 0,
      state: 'fetched',
      why: 'It is for the record of the audit.',
    },
    { path: ['workers'], rows: 3, started: 1, state: 'fetched' },
  ]);
  expect(JSON.stringify(explained)).not.toContain('sigapSubject');
});
