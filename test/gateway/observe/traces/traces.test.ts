import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GatewaySettings } from '../../../../gateway/settings.ts';
import { otlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../../../support/otlp-receiver.ts';
import { observedGateway, type ObservedGateway } from '../observed-gateway.ts';

let receiver: OtlpReceiver;
let observed: ObservedGateway;
afterEach(async () => {
  await observed.stop();
  await receiver.stop();
});

async function traced(settings: Partial<GatewaySettings> = {}, more: Parameters<typeof observedGateway>[1] = {}) {
  receiver = await otlpReceiver();
  const own = { tracesEndpoint: receiver.url, tracesProtocol: 'http/json', tracesRatio: 1, ...settings } as const;
  observed = await observedGateway(own, more);
}

const NIK = '3275014107800003';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const EVERYBODY = 'query Everybody { people { name home { name } } }';

/** Stopping sends what waits. */
async function spansAfterStop(): Promise<readonly ReceivedSpan[]> {
  await observed.gateway.stop();
  return receiver.spans;
}
const rootsOf = (spans: readonly ReceivedSpan[]) => spans.filter(({ kind }) => kind === 'server');
const childrenOf = (spans: readonly ReceivedSpan[], { spanId }: ReceivedSpan) =>
  spans.filter(({ parentId }) => parentId === spanId);
const TENTH = 0.002;

describe('a request in a trace', () => {
  it('is one tree: the request, its stages without a gap, its fetches in the stage that executes', async () => {
    await traced();
    await observed.ask({ query: EVERYBODY }, { 'x-request-id': 'request-of-this-test' });
    const spans = await spansAfterStop();
    const [root, ...others] = rootsOf(spans);
    expect(others).toEqual([]);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([root!.traceId]));
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(root).toMatchObject({
      service: 'sigap-gateway',
      parentId: undefined,
      name: 'query Everybody',
      failed: false,
      attributes: {
        'graphql.operation.name': 'Everybody',
        'graphql.operation.type': 'query',
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'sigap.request.id': 'request-of-this-test',
        'sigap.sampled_by': 'ratio',
      },
    });
    const stages = childrenOf(spans, root!);
    expect(stages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['read', 'plan', 'check', 'execute', 'disclose', 'write', 'send']),
    );
    expect(stages[0]!.began).toBeCloseTo(root!.began, 2);
    expect(stages.at(-1)!.ended).toBeCloseTo(root!.ended, 2);
    stages.slice(1).forEach(({ began }, at) => expect(began).toBeCloseTo(stages[at]!.ended, 2));
    const execute = stages.find(({ name }) => name === 'execute')!;
    const fetches = childrenOf(spans, execute);
    expect(fetches.map(({ name, kind }) => [name, kind])).toEqual([
      ['fetch people', 'client'],
      ['fetch places', 'client'],
    ]);
    for (const { began, ended } of fetches) {
      expect(began).toBeGreaterThanOrEqual(execute.began - TENTH);
      expect(ended).toBeLessThanOrEqual(execute.ended + TENTH);
    }
    expect(fetches[1]!.began).toBeGreaterThanOrEqual(fetches[0]!.ended - TENTH);
    expect(fetches[1]!.attributes).toMatchObject({
      'server.address': 'places',
      'sigap.plan.step': 2,
      'sigap.entities': 2,
      'sigap.tries': 1,
    });
    expect(fetches[1]!.attributes['http.response.body.size']).toBeGreaterThan(10);
    expect(spans).toHaveLength(1 + stages.length + fetches.length);
  });

  it('goes on to subgraphs: each fetch by its own span, with the request id', async () => {
    await traced();
    await observed.ask({ query: EVERYBODY }, { 'x-request-id': 'request-of-this-test' });
    const spans = await spansAfterStop();
    const fetch = spans.find(({ name }) => name === 'fetch people')!;
    const head = observed.people.heads.find(({ traceparent }) => traceparent !== undefined)!;
    expect(head['traceparent']).toBe(`00-${fetch.traceId}-${fetch.spanId}-01`);
    expect(head['x-request-id']).toBe('request-of-this-test');
  });

  it('goes on from where the caller began it, with their tracestate', async () => {
    await traced({ tracesRatio: 0 });
    const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=1' };
    await observed.ask({ query: EVERYBODY }, headers);
    const [root] = rootsOf(await spansAfterStop());
    expect(root).toMatchObject({ traceId: TRACE, parentId: SPAN, attributes: { 'sigap.sampled_by': 'parent' } });
    const head = observed.people.heads.find(({ tracestate }) => tracestate !== undefined)!;
    expect(head['tracestate']).toBe('vendor=1');
    expect(head['traceparent']).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-01$`));
  });

  it('begins anew where the traceparent is malformed or may be a person', async () => {
    await traced();
    for (const traceparent of ['00-zz', `00-${TRACE}-${SPAN}`, `00-${'ab'.repeat(8)}${NIK}-${SPAN}-01`])
      await observed.ask({ query: EVERYBODY }, { traceparent, tracestate: `a=${NIK}` });
    const roots = rootsOf(await spansAfterStop());
    expect(roots).toHaveLength(3);
    expect(roots.every(({ parentId, traceId }) => parentId === undefined && traceId !== TRACE)).toBe(true);
    expect(JSON.stringify(observed.people.heads)).not.toContain(NIK);
  });

  it('that another one’s run answers names that trace', async () => {
    await traced();
    await Promise.all(Array.from({ length: 20 }, () => observed.ask({ query: EVERYBODY })));
    const roots = rootsOf(await spansAfterStop());
    const shared = roots.filter(({ attributes }) => attributes['sigap.shared'] === true);
    expect(shared.length).toBeGreaterThan(0);
    const ran = new Set(roots.filter((root) => !shared.includes(root)).map(({ spanId }) => spanId));
    for (const { links, traceId } of shared) {
      expect(links).toHaveLength(1);
      expect(ran).toContain(links[0]!.spanId);
      expect(links[0]!.traceId).not.toBe(traceId);
    }
  });

  it('whose fetch another one in flight answers names that fetch', async () => {
    await traced({ deduplicateRequests: false });
    await Promise.all(Array.from({ length: 20 }, () => observed.ask({ query: EVERYBODY })));
    const spans = await spansAfterStop();
    const shared = spans.filter(({ kind, attributes }) => kind === 'client' && attributes['sigap.shared'] === true);
    expect(shared.length).toBeGreaterThan(0);
    const sent = new Set(observed.people.heads.map(({ traceparent }) => String(traceparent).slice(36, 52)));
    for (const { links, name } of shared.filter((fetch) => fetch.name === 'fetch people'))
      expect(sent, name).toContain(links[0]!.spanId);
  });

  it('has its trace id in the access log', async () => {
    await traced({ accessLog: true });
    await observed.ask({ query: EVERYBODY }, { traceparent: `00-${TRACE}-${SPAN}-00` });
    await vi.waitFor(() => expect(observed.lines.find(({ msg }) => msg === 'request')?.['traceId']).toBe(TRACE));
  });
});

describe('which requests are sent', () => {
  it('none where the share is none and the caller says no, and subgraphs are told', async () => {
    await traced({ tracesRatio: 0 });
    await observed.ask({ query: EVERYBODY });
    await observed.ask({ query: EVERYBODY }, { traceparent: `00-${TRACE}-${SPAN}-00` });
    expect(await spansAfterStop()).toEqual([]);
    const told = observed.people.heads.flatMap(({ traceparent }) => traceparent ?? []);
    expect(told).toHaveLength(2);
    expect(told.every((header) => String(header).endsWith('-00'))).toBe(true);
    expect(told[1]).toMatch(new RegExp(`^00-${TRACE}-(?!${SPAN})[\\da-f]{16}-00$`));
  });

  it('those with an error, with its code, the fetch that failed too', async () => {
    await traced({ tracesRatio: 0 });
    await observed.people.stop();
    await observed.ask({ query: EVERYBODY });
    const spans = await spansAfterStop();
    expect(rootsOf(spans)).toMatchObject([
      {
        failed: true,
        attributes: {
          'error.type': 'SUBGRAPH_UNREACHABLE',
          'sigap.codes': ['people:SUBGRAPH_UNREACHABLE'],
          'sigap.sampled_by': 'error',
        },
      },
    ]);
    expect(spans.find(({ kind }) => kind === 'client')).toMatchObject({
      failed: true,
      attributes: { 'error.type': 'SUBGRAPH_UNREACHABLE' },
    });
  });

  it('those that are refused before there is an operation', async () => {
    await traced({ tracesRatio: 0 });
    await observed.ask({ query: '{ nobody }' });
    expect(rootsOf(await spansAfterStop())).toMatchObject([
      { name: 'POST /graphql', attributes: { 'error.type': 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });

  it('those that are slow', async () => {
    await traced({ tracesRatio: 0, slowRequest: 1 });
    await observed.ask({ query: EVERYBODY });
    const [root] = rootsOf(await spansAfterStop());
    expect(root).toMatchObject({ failed: false, attributes: { 'sigap.sampled_by': 'slow' } });
  });

  it('not more than the bound, and the metrics tell how many were left out', async () => {
    await traced({ tracesRatio: 0, tracesSpansPerSecond: 1 });
    for (let at = 0; at < 6; at++)
      await observed.ask({ query: '{ nobody }' }, { traceparent: `00-${TRACE}-${SPAN}-01` });
    await vi.waitFor(async () => {
      const dropped = (await observed.metrics()).get('sigap_spans_dropped_total{reason="bound"}');
      expect(dropped).toBeGreaterThan(10);
    });
    expect(rootsOf(await spansAfterStop()).length).toBeLessThan(4);
  });
});

it('nothing personal is in what is sent', async () => {
  await traced({ tracesRatio: 1 });
  const personal = { 'apollographql-client-name': NIK, 'x-request-id': `a${NIK}b`, 'user-agent': NIK };
  await observed.ask(
    {
      query: `query Q${NIK}($t${NIK}: ID!) { a${NIK}: person(token: $t${NIK}) { name b${NIK}: home { c${NIK}: name } } }`,
      variables: { [`t${NIK}`]: NIK },
    },
    personal,
  );
  await observed.ask({ query: `{ person(token: "${NIK}") { name } nobody${NIK} }` }, personal);
  await observed.ask({ query: `{ person(token: "psr_a") { name home { name } } }` }, personal);
  const spans = await spansAfterStop();
  expect(rootsOf(spans)).toHaveLength(3);
  const text = receiver.texts.join();
  expect(text).not.toContain(NIK);
  expect(text).not.toMatch(/Ani|psr_a|Bekasijaya|127\.0\.0\.1/);
});

it('a receiver that never answers costs requests nothing, and what it did not take is counted', async () => {
  const silent = await otlpReceiver(() => {});
  await traced({ tracesEndpoint: silent.url });
  const answers = await Promise.all(Array.from({ length: 600 }, () => observed.ask({ query: EVERYBODY })));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  await vi.waitFor(async () =>
    expect((await observed.metrics()).get('sigap_spans_dropped_total{reason="bound"}')).toBeGreaterThan(0),
  );
  expect((await observed.metrics()).get('sigap_spans_sent_total')).toBe(0);
  await observed.gateway.stop();
  await silent.stop();
});
