/** Requests at a steady rate, whether others are answered or not, over connections that are kept as browsers and proxies keep them. */
import { Agent, request } from 'node:http';

/** What is asked, and of whom. */
export interface Asking {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of the next request. */
  next(): string;
}

export interface Load {
  /** ms of each answer, ascending. */
  readonly latencies: Float64Array;
  /** What came in place of an answer: what it was -> how often. */
  readonly failed: Readonly<Record<string, number>>;
}

/** Begins requests for so long. @param rate a second @param duration ms */
export async function steadyLoad(asking: Asking, rate: number, duration: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 500 });
  const latencies: number[] = [];
  const failed: Record<string, number> = {};
  const began = performance.now();
  const asked: Promise<void>[] = [];
  const one = async (): Promise<void> => {
    const at = performance.now();
    const problem = await ask(asking, agent);
    if (problem === undefined) latencies.push(performance.now() - at);
    else failed[problem] = (failed[problem] ?? 0) + 1;
  };
  for (let now = 0; now < duration; now = performance.now() - began) {
    while (asked.length < (now * rate) / 1_000) asked.push(one());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(asked);
  agent.destroy();
  return { latencies: Float64Array.from(latencies).sort(), failed };
}

/** So many at a time, each when the one before is answered. @returns how many were answered a second @param duration ms */
export async function fullLoad(asking: Asking, many: number, duration: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  let answered = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - began < duration) {
      const problem = await ask(asking, agent);
      if (problem !== undefined) throw new Error(`expected an answer, got ${problem}`);
      answered++;
    }
  };
  await Promise.all(Array.from({ length: many }, client));
  agent.destroy();
  return (answered * 1_000) / (performance.now() - began);
}

/** @returns what came where it is no answer without errors */
function ask({ port, headers, next }: Asking, agent: Agent): Promise<string | undefined> {
  const body = next();
  const fixed = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const sent = request(
      { host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent, headers: { ...headers, ...fixed } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', ({ message }) => resolve(message));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('latin1');
          const isWhole = response.statusCode === 200 && text.startsWith('{"data":{') && !text.includes('"errors":');
          resolve(isWhole ? undefined : `${response.statusCode} ${text.slice(0, 200)}`);
        });
      },
    );
    sent.on('error', ({ message }) => resolve(`${message} on a ${sent.reusedSocket ? 'kept' : 'new'} connection`));
    sent.end(body);
  });
}
