/** What is too large, too deep or too slow costs its sender an error, and nobody else anything. */
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { CLAIMS_HEADER } from '../../../../base/claims.ts';
import type { AskedSubgraph } from '../asked-subgraph.ts';
import { expect, type ConformanceCase } from '../conformance-case.ts';
import { codesOf, expectAlive, expectFailure } from './judge.ts';

const MEGABYTE = 1_048_576;
const NESTED = 1_000;
const SLOW = 20_000;

/** A refusal may arrive, or the connection end while the rest is still sent; it must not answer. */
async function expectNoAnswer(subgraph: AskedSubgraph, body: string): Promise<void> {
  const answered = await subgraph.send(body).catch(() => undefined);
  if (answered !== undefined) {
    expect(answered.data == null && answered.status >= 400 && answered.status < 500, 'a refusal', answered.text);
  }
  await expectAlive(subgraph);
}

/** Sends the half of a body and then nothing. @returns ms until the subgraph gave it up; undefined where it did not */
function halfABody(subgraph: AskedSubgraph, patience: number): Promise<number | undefined> {
  const { url } = subgraph;
  const body = JSON.stringify({ query: '{ __typename }' });
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port || (isSecure ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = isSecure ? connectTls({ host, port, servername: host }) : connect({ host, port });
  const began = Date.now();
  return new Promise((resolve) => {
    const end = (took: number | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(took);
    };
    const timer = setTimeout(() => end(undefined), patience);
    socket.on('error', () => end(Date.now() - began));
    socket.on('close', () => end(Date.now() - began));
    socket.on('data', () => end(Date.now() - began));
    const head = [
      `POST ${url.pathname} HTTP/1.1`,
      `host: ${url.host}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
      `${CLAIMS_HEADER}: ${subgraph.sign(body)}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
  });
}

/** See the file. */
export const limitCases: readonly ConformanceCase[] = [
  {
    name: 'limits-slow-body',
    what: 'gives up a request whose body does not come',
    waits: true,
    async run(subgraph) {
      const patience = subgraph.options.slowBody ?? SLOW;
      const took = await halfABody(subgraph, patience);
      expect(took !== undefined, `the end of the connection within ${patience} ms`, 'none');
    },
  },
  {
    name: 'limits-body',
    what: 'refuses a body of 17 MiB',
    run: (subgraph) =>
      expectNoAnswer(
        subgraph,
        JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(17 * MEGABYTE) } }),
      ),
  },
  {
    name: 'limits-nested-selections',
    what: 'refuses a document of 1,000 selections within each other',
    async run(subgraph) {
      const query = `${'{ ... on Query '.repeat(NESTED)}{ __typename }${' }'.repeat(NESTED)}`;
      expectFailure(await subgraph.ask(query));
      await expectAlive(subgraph);
    },
  },
  {
    name: 'limits-nested-values',
    what: 'survives a value of 50,000 lists within each other',
    run: (subgraph) =>
      expectNoServerError(
        subgraph,
        `{"query":"{ __typename }","variables":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
      ),
  },
  {
    name: 'limits-nested-literals',
    what: 'refuses a literal of 5,000 lists within each other',
    async run(subgraph) {
      expectFailure(await subgraph.ask(`{ __typename(x: ${'['.repeat(5_000)}${']'.repeat(5_000)}) }`));
      await expectAlive(subgraph);
    },
  },
  {
    name: 'limits-tokens',
    what: 'refuses a document of 300,000 words',
    async run(subgraph) {
      const query = `{ ${Array.from({ length: 100_000 }, (_, at) => `a${at}:__typename`).join(' ')} }`;
      expectFailure(await subgraph.ask(query));
      await expectAlive(subgraph);
    },
  },
  {
    name: 'limits-fragments',
    what: 'refuses fragments that spread each other in a circle',
    async run(subgraph) {
      expectFailure(await subgraph.ask('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'));
    },
  },
  {
    name: 'limits-batched',
    what: 'refuses several questions in one request, or answers each at its place',
    async run(subgraph) {
      const answered = await subgraph.send(JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]));
      if (answered.status === 200)
        expect((JSON.parse(answered.text) as unknown[]).length === 2, 'two answers', answered.text);
      else
        expect(
          codesOf(answered).some((code) => typeof code === 'string'),
          'an error with a code',
          answered.text,
        );
    },
  },
];

async function expectNoServerError(subgraph: AskedSubgraph, body: string): Promise<void> {
  const answered = await subgraph.send(body).catch(() => undefined);
  expect(answered === undefined || answered.status < 500, 'an answer below status 500', answered?.status);
  await expectAlive(subgraph);
}
