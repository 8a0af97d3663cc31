/** The shop's subgraphs as one program. It sends its parent their ports, and how often each was called. */
import { compiledAnswers } from './compiled-answer.ts';
import { responseOf, serveBytes } from './bytes-server.ts';
import { resolvers, sdl } from './shop.ts';

const asked: Record<string, number> = {};
/** Most different questions are asked again and again; the others make room now and then. */
const KEPT = 5_000;

function answering(name: string): (body: Buffer) => Buffer {
  const answer = compiledAnswers(resolvers[name]!);
  const kept = new Map<string, Buffer>();
  asked[name] = 0;
  return (bytes) => {
    const body = bytes.toString('latin1');
    // A gateway's probe is no client's request.
    if (!body.startsWith('{"query":"{__typename}"')) asked[name]!++;
    const known = kept.get(body);
    if (known !== undefined) return known;
    const { query, variables = {} } = JSON.parse(bytes.toString()) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    const response = responseOf(answer(query, variables));
    if (kept.size >= KEPT) kept.clear();
    kept.set(body, response);
    return response;
  };
}

const ports: Record<string, number> = {};
for (const name of Object.keys(sdl)) ports[name] = await serveBytes(answering(name));
process.on('message', () => process.send!({ asked }));
process.on('disconnect', () => process.exit());
process.send!({ ports });
