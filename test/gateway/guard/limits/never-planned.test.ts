/** Planning is expensive, so an operation over a limit must not reach it. Here every plan would be refused as too large. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../../gateway/supergraph/supergraph-source.ts';
import { composeSmall } from '../../../support/small-graph.ts';

const many = (count: number, of: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => of(at)).join(' ');
const OVER: Readonly<Record<string, readonly [text: string, code: string, said: string]>> = {
  levels: [
    `{ people { ${'home { '.repeat(30)} name ${'} '.repeat(30)} } }`,
    'OPERATION_SHAPE',
    'at most 25 levels, got 32',
  ],
  aliases: [`{ people { ${many(101, (at) => `a${at}: name`)} } }`, 'OPERATION_SHAPE', 'at most 100 aliases, got more'],
  'aliases in a fragment spread again and again': [
    `{ people { ${'...F '.repeat(21)} } } fragment F on Person { ${many(5, (at) => `a${at}: name`)} }`,
    'OPERATION_SHAPE',
    'at most 100 aliases, got 105',
  ],
  'root fields': [`{ ${'people { name } '.repeat(51)} }`, 'OPERATION_SHAPE', 'at most 50 root fields, got more'],
  directives: [
    `{ people { name ${'@include(if: true) '.repeat(101)} } }`,
    'OPERATION_SHAPE',
    'at most 100 directives, got more',
  ],
  tokens: [`{ people { ${'name '.repeat(20_000)} } }`, 'OPERATION_TOO_LARGE', 'at most 15000 tokens'],
  'expanded selections': [
    `{ people { ${'...F '.repeat(1_001)} } } fragment F on Person { token name home { code } }`,
    'OPERATION_TOO_LARGE',
    'at most 3000 selections',
  ],
  characters: [`{ people { name } } # ${'x'.repeat(200_000)}`, 'OPERATION_TOO_LARGE', 'at most 200000 characters'],
};

describe('an operation over a limit', () => {
  let folder: string;
  let gateway: RunningGateway;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unplanned-'));
    const settings = gatewayDefaults({ port: 0, explorer: false, keysFolder: folder, planBytes: 1 });
    const places = { execute: async () => ({ data: {} }) };
    const source = fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' }));
    gateway = await startGateway({
      settings,
      log: logOf('test', 'silent'),
      source,
      inProcess: { people: places.execute, places: places.execute },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  async function ask(query: string): Promise<{ status: number; code: string; message: string }> {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
    return { status: response.status, code: errors[0]!.extensions.code, message: errors[0]!.message };
  }

  it('within all limits it reaches the planner, which refuses any plan here', async () => {
    expect(await ask('{ people { name } }')).toMatchObject({ code: 'PLAN_TOO_LARGE' });
    expect(await ask(`{ people { ${many(100, (at) => `a${at}: name`)} } }`)).toMatchObject({ code: 'PLAN_TOO_LARGE' });
  });

  for (const [what, [text, code, said]] of Object.entries(OVER)) {
    it(`of ${what} is refused before it is planned, and again`, async () => {
      for (let again = 0; again < 2; again++) {
        const answer = await ask(text);
        expect([answer.status, answer.code]).toEqual([400, code]);
        expect(answer.message).toContain(said);
      }
    });
  }
});
