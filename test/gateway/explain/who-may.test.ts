/** Who may have an answer explained, in both ways of a request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { crossOrigin } from '../../../gateway/http/cross-origin.ts';
import { startGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { compose } from '../guard/policy/fixtures.ts';
import { startExplainedGateway, type ExplainedGateway } from './explained-gateway.ts';

const SDL = compose({ people: 'type Query { people: [String] } type Mutation { greet: String }' });

const gateways: Record<string, ExplainedGateway> = {};
let asked = 0;

beforeAll(async () => {
  gateways['both ways'] = await startExplainedGateway(SDL, ['people']);
  gateways['Apollo Server alone'] = await startExplainedGateway(SDL, ['people'], { fastPath: false });
  for (const gateway of Object.values(gateways))
    gateway.answers = {
      people: ({ query }) => {
        // The gateway's own probes ask for nothing else.
        if (/people|greet/.test(query)) asked++;
        return { data: { people: ['Ani', null], greet: 'Halo' } };
      },
    };
});
afterAll(() => Promise.all(Object.values(gateways).map((gateway) => gateway.stop())));

describe.each(['both ways', 'Apollo Server alone'])('by way of %s', (way) => {
  it.each([undefined, 'dashboard'])('%s is refused with a code, and nothing runs', async (role) => {
    asked = 0;
    for (const query of ['{ people }', 'mutation { greet }', '{ people }']) {
      const { status, errors, explain } = await gateways[way]!.ask(role, query);
      expect([status, errors![0]!.extensions['code'], explain]).toEqual([403, 'EXPLAIN_REFUSED', undefined]);
    }
    expect(asked).toBe(0);
  });

  it.each(['yes', '1', 'TRUE', ''])('the word %j is refused, whoever asks', async (word) => {
    const { status, errors } = await gateways[way]!.ask('operator', '{ people }', { headers: { 'x-explain': word } });
    expect([status, errors![0]!.extensions['code']]).toEqual([400, 'BAD_EXPLAIN_REQUEST']);
  });

  it('false is as good as no header', async () => {
    const { explain, data } = await gateways[way]!.ask('dashboard', '{ people }', {
      headers: { 'x-explain': 'false' },
    });
    expect([explain, data]).toEqual([undefined, { people: ['Ani', null] }]);
  });

  it('a query and a mutation are explained beside their answers, with the plan where that is wanted too', async () => {
    const headers = { 'apollo-expose-query-plan': 'true' };
    const query = await gateways[way]!.ask('operator', '{ people }', { headers });
    expect(query.data).toEqual({ people: ['Ani', null] });
    expect(query.explain!.values).toMatchObject([{ path: ['people', 1], type: 'String', kind: 'null-of-owner' }]);
    expect(query.extensions).toMatchObject({ apolloQueryPlan: {}, cost: {} });
    const mutation = await gateways[way]!.ask('operator', 'mutation { greet }');
    expect(mutation).toMatchObject({ data: { greet: 'Halo' }, explain: { values: [], cost: { total: 10 } } });
  });

  it('a dry run has no value, and the fetches that were not sent', async () => {
    asked = 0;
    const dry = { 'apollo-expose-query-plan': 'dry-run' };
    const { data, explain } = await gateways[way]!.ask('operator', '{ people }', { headers: dry });
    expect(data).toBeNull();
    expect(explain).toMatchObject({ values: [], fetches: [{ subgraph: 'people', state: 'unsent' }] });
    expect(asked).toBe(0);
  });

  it('an operation that is refused as a whole has its error alone', async () => {
    const { status, explain } = await gateways[way]!.ask('operator', 'query ($n: Int!) { people @skip(if: $n) }');
    expect([status, explain]).toEqual([200, undefined]);
  });
});

it('with the guard off everybody may, as they may see everything', async () => {
  const gateway = await startGateway({
    settings: gatewayDefaults({ port: 0, explorer: false, guard: false }),
    log: logOf('test', 'silent'),
    source: fixedSupergraph(SDL),
    inProcess: { people: () => ({ data: { people: null } }) } as never,
  });
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-explain': 'true' },
    body: '{"query":"{ people }"}',
  });
  const { extensions } = (await response.json()) as { extensions: { explain: object } };
  await gateway.stop();
  expect(extensions.explain).toMatchObject({
    values: [{ kind: 'null-of-owner' }],
    fetches: [{ state: 'fetched', address: null }],
    cost: null,
    limits: null,
  });
});

it('a page of a listed origin may send the header', () => {
  const headers = {
    origin: 'https://dashboard.example',
    host: 'gateway.example',
    'access-control-request-headers': 'x-explain',
  };
  expect(crossOrigin(['https://dashboard.example']).preflight(headers)['access-control-allow-headers']).toContain(
    'x-explain',
  );
});
