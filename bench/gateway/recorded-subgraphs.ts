/**
 * The product's own subgraphs as one program: each question is answered once by the real subgraph over the sample data, and from then
 * on from memory. Tells its parent their ports, the store's address, and how often each was asked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStoreThread } from '../../store/thread.ts';
import { seedSample } from '../../subgraphs/sample/seed.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../subgraphs/serve.ts';
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
  const subgraph = await startSubgraph(name, { mongodbUri: store.uri, port: null });
  ports[name] = await serveBytes(recording(name, subgraph));
}
process.on('message', () => process.send!({ asked }));
process.on('disconnect', () => process.exit());
process.send!({ ports, storeUri: store.uri });

function recording(name: string, subgraph: RunningSubgraph): (body: Buffer) => Buffer | Promise<Buffer> {
  const recorded = new Map<string, Buffer>();
  asked[name] = 0;
  return (bytes) => {
    const body = bytes.toString('latin1');
    // A gateway's probe is no client's request.
    if (!body.startsWith('{"query":"{__typename}"')) asked[name]!++;
    const known = recorded.get(body);
    if (known !== undefined) return known;
    return record(subgraph, JSON.parse(bytes.toString()) as Question).then((response) => {
      recorded.set(body, response);
      return response;
    });
  };
}

/** Who may see persons and no exact counts: a gateway with its guard on lets no count through that its subgraph did not perturb. */
const ASKER = {
  sub: 'bench',
  roles: [],
  scopes: ['person:read', 'person:all-agencies', 'finance:read'],
  cells: 'perturbed',
} as const;

async function record({ execute }: RunningSubgraph, { query, operationName, variables }: Question): Promise<Buffer> {
  return responseOf(JSON.stringify(await execute({ query, operationName, variables, claims: ASKER })));
}
