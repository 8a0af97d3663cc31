/** How often the address of a host is looked up. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { fetcherFor, question } from '../fetcher-under-test.ts';
import { json, rawSubgraph } from '../raw-subgraph.ts';

type Found = (error: null, addresses: readonly { address: string; family: number }[]) => void;
const lookups = vi.hoisted(() => [] as Found[]);

vi.mock('node:dns', async (original) => ({
  ...(await original<object>()),
  lookup: (_host: string, _options: object, found: Found) => void lookups.push(found),
}));

it('connections that open at once share one lookup, so that a slow one holds up no other host', async () => {
  const subgraph = await rawSubgraph((socket) => void socket.write(json({ data: { ok: true } })));
  onTestFinished(() => subgraph.close());
  const { port } = new URL(subgraph.url);
  const fetcher = fetcherFor({ workers: { url: `http://workers.test:${port}/` } }, { limits: { deduplicate: false } });
  const replies = Promise.all(Array.from({ length: 8 }, () => fetcher.fetch(question())));
  await expect.poll(() => lookups.length).toBe(1);
  lookups[0]!(null, [{ address: '127.0.0.1', family: 4 }]);
  expect(await replies).toEqual(Array(8).fill({ data: { ok: true } }));
  expect(lookups).toHaveLength(1);
});
