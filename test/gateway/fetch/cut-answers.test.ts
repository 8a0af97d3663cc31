/** All reads of a subgraph's connections go into one piece of memory: however answers are cut, each question gets its own bytes. */
import type { Socket } from 'node:net';
import { fc } from '../../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { question, workersAnswering } from './fetcher-under-test.ts';
import { http } from './raw-subgraph.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function chunked(body: string): Buffer {
  const bytes = Buffer.from(body);
  const half = bytes.length >> 1;
  const chunk = (part: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([
    Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n'),
    ...(half > 0 ? [chunk(bytes.subarray(0, half))] : []),
    chunk(bytes.subarray(half)),
    Buffer.from('0\r\n\r\n'),
  ]);
}

/** A subgraph that answers with `text(n)` for a question whose variable is n, cut into pieces of these sizes, in turn. */
async function dribbling(answerOf: (n: number) => string, sizes: readonly number[]) {
  const lines = new Map<Socket, Promise<void>>();
  let piece = 0;
  const dribble = async (socket: Socket, bytes: Buffer): Promise<void> => {
    for (let at = 0; at < bytes.length;) {
      const size = sizes[piece++ % sizes.length]!;
      socket.write(bytes.subarray(at, at + size));
      at += size;
      await turn();
    }
  };
  return workersAnswering(
    (socket, { body }) => {
      const { n } = (JSON.parse(body) as { variables: { n: number } }).variables;
      const text = JSON.stringify({ data: { text: answerOf(n) } });
      const bytes = n % 3 === 0 ? chunked(text) : http(200, text);
      lines.set(
        socket,
        (lines.get(socket) ?? turn()).then(() => dribble(socket, bytes)),
      );
    },
    { limits: { concurrency: 4, deduplicate: false } },
  );
}

const ask = (n: number) => question({ query: 'query Q($n: Int) { text(n: $n) }', variables: { n } });

describe('answers that come in pieces', () => {
  it('each belong to their own request', async () => {
    const scenario = fc.record({
      sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
      lengths: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 24 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ sizes, lengths }) => {
        const textOf = (n: number): string => `${n}:${'aüß€😀'.repeat(Math.ceil(lengths[n % lengths.length]! / 5))}`;
        const { fetcher, subgraph } = await dribbling(textOf, sizes);
        for (let n = 0; n < 10; n++) expect((await fetcher.fetch(ask(n))).data).toEqual({ text: textOf(n) });
        const replies = await Promise.all(lengths.map((_, n) => fetcher.fetch(ask(n))));
        expect(replies.map(({ data }) => data)).toEqual(lengths.map((_, n) => ({ text: textOf(n) })));
        await fetcher.close();
        await subgraph.close();
      }),
      { numRuns: 15 },
    );
  });

  it('are whole when they are larger than what is read at once', async () => {
    const textOf = (n: number): string => String.fromCharCode(97 + n).repeat(300_000 + n);
    const { fetcher } = await dribbling(textOf, [150_000]);
    for (let n = 0; n < 10; n++) await fetcher.fetch(ask(n));
    const replies = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => fetcher.fetch(ask(n))));
    expect(replies.map(({ data }) => data)).toEqual([1, 2, 3, 4, 5, 6].map((n) => ({ text: textOf(n) })));
  });
});
