/** The whole product, started as a user starts it, with its sample: for tests in a browser. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';

export interface Product {
  /** Where the page is, without a slash at the end. */
  readonly origin: string;
  /** Asks as a role does; the public without one. */
  ask<Data>(query: string, variables?: object, role?: string): Promise<Data>;
  stop(): Promise<void>;
}

/** Takes up to two minutes: the sample is made first. */
export async function startProduct(): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'product-'));
  const words = ['--import', './base/runtime.mjs', '--disable-warning=ExperimentalWarning', 'start.ts', '--port', '0'];
  const child = spawn(process.execPath, [...words, '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const stop = async (): Promise<void> => {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await vi.waitFor(() => expect(said, said).toContain('sigap-graph is up'), { timeout: 150_000, interval: 100 });
  } catch (thrown) {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
    throw thrown;
  }
  const origin = new URL(/explorer +(http\S+)/.exec(said)![1]!).origin;
  const tokens = await tokensOf(origin);
  return { origin, stop, ask: (query, variables, role) => ask(origin, tokens, { query, variables, role }) };
}

/** As the page fetches them. */
async function tokensOf(origin: string): Promise<Readonly<Record<string, string>>> {
  const headers = { 'x-sigap-explorer': '1', origin };
  const reply = await fetch(`${origin}/explorer/tokens`, { method: 'POST', headers });
  return ((await reply.json()) as { tokens: Record<string, string> }).tokens;
}

interface Question {
  readonly query: string;
  readonly variables: object | undefined;
  readonly role: string | undefined;
}

async function ask<Data>(
  origin: string,
  tokens: Readonly<Record<string, string>>,
  { query, variables, role }: Question,
): Promise<Data> {
  const headers = {
    'content-type': 'application/json',
    ...(role !== undefined && { authorization: `Bearer ${tokens[role]}` }),
  };
  const reply = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await reply.json()) as { data: Data; errors?: unknown };
  expect(answer.errors).toBeUndefined();
  return answer.data;
}
