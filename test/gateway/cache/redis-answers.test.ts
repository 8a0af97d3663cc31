import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keptAnswer } from '../../../gateway/cache/kept-answer.ts';
import { RedisAnswers } from '../../../gateway/cache/redis-answers.ts';
import { answerSeal } from '../../../gateway/cache/sealed-answer.ts';
import { freePort } from '../../support/free-port.ts';
import { startCachedGraph, startGatewayOver, type CachedGraph } from './cached-graph.ts';
import { SUBGRAPHS } from './entity-subgraphs.ts';

const SECRET = 'a secret of thirty-two characters!!';
const LIVE = '{ live { by nth } }';
const isInstalled = spawnSync('redis-server', ['--version']).status === 0;

describe('a sealed answer', () => {
  const seal = answerSeal(SECRET);
  const text = Buffer.from('{"data":{"live":1}}\n');
  const sealed = seal.seal('here', text);

  it('is opened by who has the secret, under its own name', () => {
    expect(answerSeal(SECRET).open('here', sealed)).toEqual(text);
    expect(sealed.includes('live')).toBe(false);
  });

  it('is not opened in another place, with another secret, changed, cut short, or of another version', () => {
    expect(seal.open('there', sealed)).toBeUndefined();
    expect(answerSeal(`${SECRET}2`).open('here', sealed)).toBeUndefined();
    for (const at of [0, 1, 13, 29, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect([at, seal.open('here', changed)]).toEqual([at, undefined]);
    }
    for (const length of [0, 1, 20, 29, sealed.length - 1])
      expect(seal.open('here', sealed.subarray(0, length))).toBeUndefined();
  });

  it('lies under a name that only who has the secret can make of its key', () => {
    expect(seal.nameOf('key')).not.toBe(answerSeal(`${SECRET}2`).nameOf('key'));
    expect(seal.nameOf('key')).not.toContain('key');
  });
});

describe.skipIf(!isInstalled)('answers in Redis (needs redis-server in PATH)', () => {
  let server: ChildProcess;
  let port = 0;
  let url: string;
  let redis: Redis;
  const graphs: CachedGraph[] = [];
  const opened: RedisAnswers[] = [];

  async function startRedis(): Promise<void> {
    server = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise<void>((resolve) =>
      server.stdout!.on('data', (chunk: Buffer) => chunk.includes('Ready to accept') && resolve()),
    );
  }
  beforeAll(async () => {
    port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    await startRedis();
    redis = new Redis(url, { retryStrategy: () => 100 });
    redis.on('error', () => {});
  });
  afterEach(async () => {
    for (const graph of graphs.splice(0)) await graph.stop();
    for (const one of opened.splice(0)) one.close();
    server.kill('SIGCONT');
    await vi.waitFor(() => redis.flushall());
  });
  afterAll(() => {
    redis.disconnect();
    server.kill();
  });

  type Told = (tags: readonly string[] | 'all') => void;
  const answersOf = (secret = SECRET, onEnded: Told = () => {}, onMissed: Told = onEnded): RedisAnswers => {
    const told = { onEnded, onMissed, onFailure: () => {} };
    const answers = new RedisAnswers({ url, seal: answerSeal(secret), longest: 100, ...told });
    opened.push(answers);
    return answers;
  };
  const ready = (answers: RedisAnswers) =>
    vi.waitFor(() => expect(answers.isAway).toBe(false), { timeout: 20_000, interval: 50 });
  /** Asks until Redis has answered: on a busy machine it may not within its time. */
  const found = (answers: RedisAnswers, key: string, tags: string[] = ['t']) =>
    vi.waitFor(
      async () => {
        const answer = await answers.find([key], tags);
        expect(answer).toBeDefined();
        return answer!;
      },
      { timeout: 20_000, interval: 50 },
    );
  /** Keeps an answer under `k`. @returns the words of its tags */
  async function keptOne(answers: RedisAnswers, answer = keptAnswer('{"a":1}', Date.now(), 30)): Promise<string> {
    const { words } = await found(answers, 'k');
    answers.keep(new Map([['k', answer]]), { words, ttl: 30_000 });
    await vi.waitFor(async () => expect((await found(answers, 'k')).answers[0]).toEqual(answer), { timeout: 20_000 });
    return words;
  }
  async function twoGateways(): Promise<[CachedGraph, CachedGraph]> {
    for (let n = 0; n < 2; n++) graphs.push(await startCachedGraph({ redisUrl: url, claimsSecret: SECRET }));
    return graphs as unknown as [CachedGraph, CachedGraph];
  }

  it('are given by every gateway with the secret, and hold nothing that can be read', async () => {
    const [one, two] = await twoGateways();
    // Counts of its own, so that both do not give the same by chance.
    await one.ask('{ unsaid { nth } }');
    let time = 0;
    await vi.waitFor(
      async () => {
        const question = `{ time${time++}: live { by nth } }`;
        const made = await one.ask(question);
        expect((await two.ask(question)).json).toEqual(made.json);
      },
      { timeout: 30_000, interval: 200 },
    );
    const keys = await redis.keys('sigap:cache:*');
    const values = await Promise.all(keys.filter((key) => !key.includes(':tag:')).map((key) => redis.getBuffer(key)));
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(value!.toString('latin1')).not.toMatch(/live|public|data/);
  });

  it('end everywhere with a mutation at one gateway', async () => {
    const [one, two] = await twoGateways();
    const kept = await two.ask(LIVE);
    expect((await two.ask(LIVE)).json).toEqual(kept.json);
    await vi.waitFor(
      async () => {
        await one.ask('mutation { change }');
        expect((await two.ask(LIVE)).json).not.toEqual(kept.json);
      },
      { timeout: 30_000, interval: 200 },
    );
  });

  it('are taken from no other place, nor where the words of their tags have changed meanwhile', async () => {
    const answers = answersOf();
    await ready(answers);
    const answer = keptAnswer('{"a":1}', Date.now(), 30);
    const words = await keptOne(answers, answer);
    const seal = answerSeal(SECRET);
    await redis.copy(`sigap:cache:${seal.nameOf('k')}`, `sigap:cache:${seal.nameOf('other')}`);
    expect((await found(answers, 'other')).answers[0]).toBeUndefined();
    expect((await found(answersOfOther(), 'k')).answers[0]).toBeUndefined();
    await vi.waitFor(async () => expect(await answers.end(['t'])).toBe(true), { timeout: 20_000 });
    const after = await found(answers, 'k');
    expect(after.answers[0]).toBeUndefined();
    expect(after.words).not.toBe(words);
    // One whose making began before: it is not taken either.
    answers.keep(new Map([['k', answer]]), { words, ttl: 30_000 });
    await vi.waitFor(async () => expect(await redis.exists(`sigap:cache:${seal.nameOf('k')}`)).toBe(1), {
      timeout: 20_000,
    });
    expect((await found(answers, 'k')).answers[0]).toBeUndefined();
  });
  const answersOfOther = (): RedisAnswers => answersOf(`${SECRET}2`);

  it('are not taken where the word of their tag was lost: it must not look as if it had never ended', async () => {
    const answers = answersOf();
    await ready(answers);
    const words = await keptOne(answers);
    await redis.del('sigap:cache:tag:t');
    const after = await found(answers, 'k');
    expect([after.answers[0], after.words === words]).toEqual([undefined, false]);
    expect((await found(answers, 'k')).words).toBe(after.words);
  });

  it('tell of an end as soon as its word is read, whether its message has come or not', async () => {
    const missed: (readonly string[] | 'all')[] = [];
    const answers = answersOf(
      SECRET,
      () => {},
      (tags) => void missed.push(tags),
    );
    await ready(answers);
    await vi.waitFor(() => expect(missed).toEqual(['all']), { timeout: 20_000 });
    await found(answers, 'k');
    await found(answers, 'k');
    expect(missed).toHaveLength(1);
    await redis.set('sigap:cache:tag:t', 'another');
    await found(answers, 'k');
    expect(missed).toEqual(['all', ['t']]);
  });

  it('make nobody wait while Redis is frozen, and what ends meanwhile ends there before it is read again', async () => {
    const answers = answersOf();
    await ready(answers);
    await keptOne(answers);
    server.kill('SIGSTOP');
    expect(await answers.find(['k'], ['t'])).toBeUndefined();
    expect(answers.isAway).toBe(true);
    // Left alone: each answer without it is there in the same turn of the loop.
    let turns = 0;
    setImmediate(() => (turns += 1));
    for (let n = 0; n < 100; n++) expect(await answers.find(['k'], ['t'])).toBeUndefined();
    expect(turns).toBe(0);
    expect(await answers.end(['t'])).toBe(false);
    server.kill('SIGCONT');
    await ready(answers);
    expect((await found(answers, 'k')).answers[0]).toBeUndefined();
  });

  it('are entities too: given by every gateway, sealed, and asked for anew where somebody has changed them there', async () => {
    for (let n = 0; n < 2; n++) graphs.push(await startGatewayOver(SUBGRAPHS, { redisUrl: url, claimsSecret: SECRET }));
    const [one, two] = graphs as unknown as [CachedGraph, CachedGraph];
    let time = 0;
    const ask = (graph: CachedGraph) => graph.ask(`{ things(to: 3) { counted(of: "${time}") } }`);
    await vi.waitFor(
      async () => {
        time += 1;
        const made = await ask(one);
        expect((await ask(two)).json).toEqual(made.json);
      },
      { timeout: 30_000, interval: 200 },
    );
    await redis.flushall();
    await vi.waitFor(
      async () => {
        time += 1;
        const made = await ask(one);
        const keys = (await redis.keys('sigap:cache:*')).filter((key) => !key.includes(':tag:'));
        expect(keys.length).toBeGreaterThanOrEqual(3);
        for (const key of keys) {
          const sealed = (await redis.getBuffer(key))!;
          expect(sealed.toString('latin1')).not.toMatch(/counted/);
          sealed[sealed.length - 1]! ^= 1;
          await redis.set(key, sealed);
        }
        const anew = await ask(two);
        expect(anew.json.errors).toBeUndefined();
        expect(anew.json).not.toEqual(made.json);
      },
      { timeout: 30_000, interval: 200 },
    );
    server.kill('SIGSTOP');
    const before = two.requests.length;
    time += 1;
    // Nobody waits for it more than once.
    for (let n = 0; n < 3; n++) expect((await ask(two)).status).toBe(200);
    expect(two.requests.slice(before).filter(({ query }) => query.includes('_entities'))).toHaveLength(1);
  });

  it('are not asked of a Redis that is not there, and graphs answer all the same', async () => {
    const graph = await startCachedGraph({ redisUrl: 'redis://127.0.0.1:1', claimsSecret: SECRET });
    graphs.push(graph);
    const made = await graph.ask(LIVE);
    expect(made.status).toBe(200);
    expect((await graph.ask(LIVE)).json).toEqual(made.json);
  });
});
