/** A subgraph's own part of a trace: a span for each request and one for each command to its database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { otlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../../support/otlp-receiver.ts';
import { FILL_MS, startSampleStore } from '../../support/sample.ts';

let store: { uri: string; stop(): Promise<unknown> };
let receiver: OtlpReceiver;
let subgraph: RunningSubgraph;

beforeAll(async () => {
  store = await startSampleStore();
}, FILL_MS);
afterAll(() => store.stop());
beforeEach(async () => {
  receiver = await otlpReceiver();
  subgraph = await startSubgraph('workers', {
    mongodbUri: store.uri,
    port: 0,
    recountEvery: 1_000_000,
    tracesEndpoint: receiver.url,
    tracesProtocol: 'http/json',
    tracesRatio: 0,
  });
});
afterEach(async () => {
  await subgraph.stop();
  await receiver.stop();
});

const NIK = '3275014107800003';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const QUESTION = 'query Q($nik: NIK!) { personByNik(nik: $nik) { token } }';

const overHttp = async (body: object, traceparent?: string): Promise<Response> =>
  fetch(subgraph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(traceparent !== undefined && { traceparent }) },
    body: JSON.stringify(body),
  });

async function spansAfterStop(): Promise<readonly ReceivedSpan[]> {
  await subgraph.stop();
  return receiver.spans;
}

describe('a request to a subgraph', () => {
  it.each(['over HTTP', 'in process'])(
    '%s is below the fetch of the gateway, and its commands are below it',
    async (way) => {
      const traceparent = `00-${TRACE}-${SPAN}-01`;
      const query = '{ verificationFunnel { agency { code } } }';
      if (way === 'over HTTP') expect((await overHttp({ query }, traceparent)).status).toBe(200);
      else expect((await subgraph.execute({ query, headers: { traceparent } })).errors).toBeUndefined();
      const [request, ...commands] = await spansAfterStop();
      expect(request).toMatchObject({
        service: 'sigap-workers',
        traceId: TRACE,
        parentId: SPAN,
        name: 'subgraph workers',
        kind: 'server',
        failed: false,
      });
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) {
        expect(command).toMatchObject({ traceId: TRACE, parentId: request!.spanId, kind: 'client' });
        expect(command.attributes).toMatchObject({ 'db.system.name': 'mongodb', 'db.namespace': 'sigap_workers' });
        expect(command.name).toBe(
          `${command.attributes['db.operation.name']} ${command.attributes['db.collection.name']}`,
        );
        expect(command.began).toBeGreaterThanOrEqual(request!.began - 0.002);
        expect(command.ended).toBeLessThanOrEqual(request!.ended + 0.002);
      }
    },
  );

  it('that fails is sent whatever the share says, and one that does not is not', async () => {
    await overHttp({ query: '{ verificationFunnel { agency { code } } }' });
    await overHttp({ query: '{ nothing }' });
    await subgraph.execute({ query: '{ nothing }' });
    const spans = await spansAfterStop();
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
      'BAD_DOCUMENT',
    ]);
    expect(spans.map(({ failed }) => failed)).toEqual([true, true]);
  });

  it('that runs beside others, more than there are connections, has its own commands alone', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `${10 + at}`.padStart(32, 'a'));
    const query = '{ workers(first: 1) { nodes { id } } }';
    await Promise.all(ids.map((id) => subgraph.execute({ query, headers: { traceparent: `00-${id}-${SPAN}-01` } })));
    const spans = await spansAfterStop();
    const own = ids.map((id) => spans.filter(({ traceId }) => traceId === id).map(({ name }) => name));
    expect(own[0]!.length).toBeGreaterThan(1);
    for (const names of own) expect(names).toEqual(own[0]);
  });

  it('has nothing of what was asked in its spans', async () => {
    await overHttp({ query: QUESTION, variables: { nik: NIK } }, `00-${TRACE}-${SPAN}-01`);
    await subgraph.execute({
      query: `{ a${NIK}: personByNik(nik: "${NIK}") { token } }`,
      headers: { traceparent: `00-${TRACE}-${SPAN}-01` },
    });
    await spansAfterStop();
    expect(receiver.spans.filter(({ kind }) => kind === 'server')).toHaveLength(2);
    expect(receiver.texts.join()).not.toContain(NIK);
  });
});
