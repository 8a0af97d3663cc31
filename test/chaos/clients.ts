/** Clients that ask at a steady rate, whether others are answered or not, and what they got. */
import { Agent as PlainAgent, request as plain } from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import type { Question, Stage } from './scenario.ts';

/** What came of one question. */
export interface Asked {
  readonly question: string;
  readonly isInnocent: boolean;
  /** ms of `performance.now()`. */
  readonly at: number;
  readonly ms: number;
  /** `whole`, or the HTTP status with the codes of the errors, or how the connection ended. */
  readonly how: string;
  /** Codes of the errors. */
  readonly codes: readonly string[];
  /** Set where data came that are not true, or less than all without an error. */
  readonly lie?: string;
}

/** Questions a second, innocent and affected in turn. */
const RATE = 50;
/** A client that waits longer has no answer, ms. */
const PATIENCE = 20_000;

type Agent = PlainAgent | SecureAgent;

/** They ask until they are stopped. */
export class Clients {
  readonly asked: Asked[] = [];
  readonly #stage: Stage;
  readonly #agents: { readonly innocent: Agent; readonly affected: Agent };
  readonly #questions: readonly { readonly question: Question; readonly isInnocent: boolean }[];
  readonly #timer: NodeJS.Timeout;
  readonly #underWay = new Set<Promise<void>>();
  #turn = 0;

  /** Begins to ask. */
  constructor(stage: Stage) {
    this.#stage = stage;
    const { ca } = stage;
    const keeping = ca === undefined ? new PlainAgent({ keepAlive: true }) : new SecureAgent({ ca, keepAlive: true });
    this.#agents = {
      innocent: keeping,
      affected: ca === undefined ? keeping : new SecureAgent({ ca, maxCachedSessions: 0 }),
    };
    const rows = (list: readonly Question[], isInnocent: boolean) => list.map((question) => ({ question, isInnocent }));
    this.#questions = [...rows(stage.innocent, true), ...rows(stage.affected, false)];
    const first = performance.now();
    this.#timer = setInterval(() => {
      while (this.#turn < ((performance.now() - first) * RATE) / 1_000) this.#ask();
    }, 1_000 / RATE);
  }

  /** Ends, once everything that was asked is answered. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #ask(): void {
    const of = ++this.#turn;
    const { question, isInnocent } = this.#questions[of % this.#questions.length]!;
    const at = performance.now();
    const done = this.#send(question, of, this.#agents[isInnocent ? 'innocent' : 'affected'])
      .catch((thrown: NodeJS.ErrnoException) => ({ how: lostBy(thrown), codes: [lostBy(thrown)] }))
      .then((came) => {
        this.asked.push({ question: question.name, isInnocent, at, ms: performance.now() - at, ...came });
        this.#underWay.delete(done);
      });
    this.#underWay.add(done);
  }

  #send({ query, whole, authorization }: Question, of: number, agent: Agent): Promise<Came> {
    const url = new URL(this.#stage.gateway.url);
    const body = JSON.stringify({ query, variables: { of } });
    const options = {
      method: 'POST',
      agent: agent as PlainAgent & SecureAgent,
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && {
          authorization: typeof authorization === 'string' ? authorization : authorization(of),
        }),
      },
      servername: 'localhost',
    };
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? secure : plain;
      send(url, options, (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (text += part))
          .on('error', reject)
          .on('end', () => resolve(judged(response.statusCode!, text, whole(of))));
      })
        .on('error', reject)
        .end(body);
    });
  }
}

type Came = Pick<Asked, 'how' | 'codes' | 'lie'>;

function lostBy({ code, name }: NodeJS.ErrnoException): string {
  if (name === 'TimeoutError' || name === 'AbortError') return 'no answer';
  if (code !== undefined && /CERT/.test(code)) return code;
  return 'connection lost';
}

function judged(status: number, text: string, whole: unknown): Came {
  let answer: { data?: unknown; errors?: readonly { extensions?: { code?: string } }[] };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    return { how: `${status} no JSON`, codes: [], lie: 'no JSON' };
  }
  const { data = null, errors = [] } = answer;
  const codes = [...new Set(errors.map(({ extensions }) => extensions?.code ?? 'no code'))].sort();
  const isWhole = isDeepStrictEqual(data, whole);
  if (isWhole && codes.length === 0) return { how: 'whole', codes };
  const lie = untrue(data, whole) ?? (codes.length === 0 ? 'less than all, without an error' : undefined);
  return { how: `${status} ${codes.join('+')}`.trim(), codes, lie };
}

/** @returns where data are something else than the truth or null */
function untrue(data: unknown, whole: unknown, path = 'data'): string | undefined {
  if (data === null || isDeepStrictEqual(data, whole)) return undefined;
  const isObject = typeof data === 'object' && typeof whole === 'object' && whole !== null;
  if (!isObject || Array.isArray(data) !== Array.isArray(whole)) return `${path} is not the truth`;
  for (const [name, value] of Object.entries(data)) {
    const problem = untrue(value, (whole as Record<string, unknown>)[name], `${path}.${name}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
