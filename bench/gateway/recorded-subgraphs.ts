/**
 * The product's own subgraphs as one program: each question is answered once by the real subgraph over the sample data, and from then
 * on from memory. Tells its parent their ports, the store's address, and how often each was asked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStoreThread } from '../../store/thread.ts';
import { seedSample } from '../../subgraphs/sample/seed.ts';
import { startSubgraph, SUBGRAPHS } from '../../subgraphs/serve.ts';
import { responseOf, serveBytes } from './bytes-server.ts';

interface Question {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const store = await startStoreThread({ folder, port: 0 });
await seedSample({ mongodbUri: store.uri, onProgress: () => {} });

const asked: Record<string, number> = {};
const ports: Record<string, number> = {};
for (const { name } of SUBGRAPHS) {
  const { url } = await startSubgraph(name, { mongodbUri: store.uri, port: 0 });
  ports[name] = await serveBytes(recording(name, url));
}
process.on('message', () => process.send!({ asked }));
process.on('disconnect', () => process.exit());
process.send!({ ports, storeUri: store.uri });

function recording(name: string, url: string): (body: Buffer) => Buffer | Promise<Buffer> {
  const recorded = new Map<string, Buffer>();
  asked[name] = 0;
  return (bytes) => {
    const body = bytes.toString('latin1');
    // A gateway that asks whether we live is not asking for a client.
    if (!body.startsWith('{"query":"{__typename}"')) asked[name]!++;
    const known = recorded.get(body);
    if (known !== undefined) return known;
    return record(url, JSON.parse(bytes.toString()) as Question).then((response) => {
      recorded.set(body, response);
      return response;
    });
  };
}

async function record(url: string, question: Question): Promise<Buffer> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) });
  return responseOf(await response.text());
}
