import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';

const PERSONS = 5;
let folder: string;
let gateway: RunningGateway;
let asked = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'niks-'));
  const file = JSON.parse(readFileSync('gateway/guard/identity/roles.json', 'utf8')) as {
    roles: Record<string, { budget: { personsPerMinute: number } }>;
  };
  file.roles['verifier']!.budget.personsPerMinute = PERSONS;
  writeFileSync(join(folder, 'roles.json'), JSON.stringify(file));
  const settings = gatewayDefaults({
    port: 0,
    explorer: false,
    development: true,
    keysFolder: folder,
    roles: join(folder, 'roles.json'),
    supergraph: 'schema/supergraph.graphql',
    warmBudget: 0,
  });
  // A subgraph that knows nobody, so that what is counted is the looking and not the finding.
  const nobody = ({ query }: { query: string }) => {
    // A gateway also checks whether a subgraph is alive.
    if (query.includes('personByNik')) asked++;
    return { data: { personByNik: null } };
  };
  const inProcess = Object.fromEntries(['workers', 'agencies', 'groups', 'funding'].map((name) => [name, nobody]));
  gateway = await startGateway({ settings, log: logOf('test', 'silent'), inProcess });
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

it('trying one NIK after another ends at the persons budget of a minute, whether they exist or not', async () => {
  const authorization = `Bearer ${await tokenCommand(['--role', 'verifier', '--agency', 'DINSOS'], { KEYS_FOLDER: folder })}`;
  const look = async (nik: string): Promise<unknown> => {
    const body = JSON.stringify({
      query: 'query ($nik: Nik!) { personByNik(nik: $nik) { token } }',
      variables: { nik },
    });
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, 'x-purpose': 'VERIFICATION' },
      body,
    });
    const answer = (await response.json()) as {
      data?: unknown;
      errors?: { message: string; extensions: { code: string; retryAfter?: number } }[];
    };
    if (answer.errors === undefined) return answer.data;
    expect(JSON.stringify(answer)).not.toContain(nik);
    return `${response.status} ${answer.errors[0]!.extensions.code}`;
  };
  const answers: unknown[] = [];
  for (let i = 0; i < PERSONS + 3; i++) answers.push(await look(`32750101019000${String(i).padStart(2, '0')}`));
  expect(answers).toEqual([
    ...Array(PERSONS).fill({ personByNik: null }),
    ...Array(3).fill('429 PERSONS_BUDGET_SPENT'),
  ]);
  expect(asked).toBe(PERSONS);
}, 60_000);
