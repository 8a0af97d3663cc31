import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { observedGateway, type ObservedGateway } from './observed-gateway.ts';

let observed: ObservedGateway;
beforeEach(async () => {
  observed = await observedGateway();
});
afterEach(() => observed.stop());

const EVERYBODY = 'query Everybody { people { name home { name } } }';

/** The client has its answer before the gateway has counted it. */
async function counted(name: string, value: number): Promise<void> {
  await vi.waitFor(async () => expect((await observed.metrics()).get(name)).toBe(value));
}

describe('a request', () => {
  it('is counted by operation, client and code, with the time of each stage, and is no longer under way', async () => {
    for (let time = 0; time < 3; time++)
      await observed.ask({ query: EVERYBODY }, { 'apollographql-client-name': 'papan' });
    await counted('sigap_operation_requests_total{graphql_operation_name="Everybody",code="OK"}', 3);
    const metrics = await observed.metrics();
    const labels = 'http_request_method="POST",http_response_status_code="200",http_route="/graphql"';
    expect(metrics.get(`http_server_request_duration_seconds_count{${labels}}`)).toBe(3);
    expect(metrics.get('sigap_client_requests_total{client_name="papan",code="OK"}')).toBe(3);
    expect(
      metrics.get(
        'sigap_operation_duration_seconds_count{graphql_operation_name="Everybody",graphql_operation_type="query"}',
      ),
    ).toBe(3);
    for (const stage of ['read', 'plan', 'execute', 'disclose', 'write', 'send'])
      expect(metrics.get(`sigap_stage_duration_seconds_count{stage="${stage}"}`), stage).toBe(3);
    expect(metrics.get('http_server_active_requests')).toBe(0);
    expect(metrics.get('http_client_request_duration_seconds_count{subgraph="people",error_type=""}')).toBe(3);
    expect(metrics.get('http_client_request_duration_seconds_count{subgraph="places",error_type=""}')).toBe(3);
    expect(metrics.get('sigap_plan_duration_seconds_count{code=""}')).toBe(1);
    expect(metrics.get('sigap_prepared_operations')).toBe(1);
  });

  it('adds up: the stages together last as long as the requests', async () => {
    await observed.ask({ query: EVERYBODY });
    await counted('sigap_operation_requests_total{graphql_operation_name="Everybody",code="OK"}', 1);
    const metrics = [...(await observed.metrics())];
    const sumOf = (name: string): number =>
      metrics.filter(([key]) => key.startsWith(`${name}_sum`)).reduce((sum, [, value]) => sum + value, 0);
    expect(sumOf('sigap_stage_duration_seconds')).toBeCloseTo(sumOf('http_server_request_duration_seconds'), 9);
  });

  it('that is refused is counted by its code, before and after there is an operation', async () => {
    await observed.ask({ query: '{ nobody }' });
    await counted('sigap_errors_total{code="GRAPHQL_VALIDATION_FAILED",subgraph=""}', 1);
    await fetch(`${observed.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    });
    await counted('sigap_errors_total{code="CONTENT_TYPE",subgraph=""}', 1);
    expect(
      (await observed.metrics()).get(
        'sigap_operation_requests_total{graphql_operation_name="other",code="CONTENT_TYPE"}',
      ),
    ).toBe(1);
  });

  it('that cannot be read as one is counted by its code too', async () => {
    const socket = connect(observed.gateway.port, '127.0.0.1');
    socket.write('GET /graphql HTTP/1.1\r\nhost: localhost\r\nx-a: \u0001\r\n\r\n');
    socket.resume();
    await counted('sigap_errors_total{code="BAD_HTTP",subgraph=""}', 1);
    socket.destroy();
  });

  it('counts the fault of a subgraph with its name, and how it does', async () => {
    await observed.people.stop();
    await observed.ask({ query: EVERYBODY });
    await counted('sigap_errors_total{code="SUBGRAPH_UNREACHABLE",subgraph="people"}', 1);
    const metrics = await observed.metrics();
    expect(
      metrics.get('http_client_request_duration_seconds_count{subgraph="people",error_type="SUBGRAPH_UNREACHABLE"}'),
    ).toBe(1);
    expect(metrics.get('sigap_subgraph_breaker_open{subgraph="people"}')).toBe(0);
  });

  it('whose client leaves is counted as that', async () => {
    const { port } = observed.gateway;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    await counted('http_server_active_requests', 1);
    socket.destroy();
    await counted('sigap_requests_abandoned_total', 1);
    await counted('http_server_active_requests', 0);
  });
});

describe('names that clients choose', () => {
  it('have a series of their own only while there is room, and never a number that may be a person’s', async () => {
    await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        observed.ask({ query: `query N${n} { __typename }` }, { 'apollographql-client-name': `c${n}` }),
      ),
    );
    await observed.ask({ query: EVERYBODY }, { 'apollographql-client-name': '3275010101010001' });
    await vi.waitFor(async () => {
      const names = [...(await observed.metrics()).entries()];
      const sumOf = (start: string) => names.filter(([name]) => name.startsWith(start));
      const operations = sumOf('sigap_operation_requests_total{');
      expect(operations.reduce((sum, [, value]) => sum + value, 0)).toBe(121);
      expect(operations).toHaveLength(101);
      // Nobody here has a credential.
      expect(sumOf('sigap_client_requests_total{')).toHaveLength(21);
      expect(names.map(([name]) => name).join()).not.toContain('3275');
    });
  });
});

it('a gateway without an operators’ port measures nothing', async () => {
  const without = await observedGateway({ operatePort: undefined });
  expect(without.gateway.operateUrl).toBeUndefined();
  await without.stop();
});
