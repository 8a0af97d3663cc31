/** The eleven questions of docs/operations.md: each command is run as it stands there, and what it prints answers the question. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { observedGateway, TOKEN, type ObservedGateway } from '../gateway/observe/observed-gateway.ts';

const page = readFileSync('docs/operations.md', 'utf8');
const section = /## Eleven questions[^]*?(?=\n## )/.exec(page)![0];
const functions = /```sh\n([^]*?)```/.exec(section)![1]!;
const commands = new Map(
  [...section.matchAll(/^\| (.+?\?) \| `(.+)` \|$/gm)].map(([, question, command]) => [
    question!,
    command!.replaceAll('\\|', '|'),
  ]),
);

/** What each answer must have, after what happened below. */
const EXPECTED: Readonly<Record<string, RegExp>> = {
  'Is it up, and does it take requests?': /"state":"ready"/,
  'Which client is it?': /\{client_name="papan",code="OK"\} [1-9]/,
  'Which client asks what is slow?': /"client":"papan".*"fetches":\[\{/,
  'Which operation takes the time?': /_sum\{graphql_operation_name="Everybody",graphql_operation_type="query"\} \d/,
  'Where in a request does it go?': /_sum\{stage="execute"\} \d/,
  'Which subgraph is slow or gone, since when?': /"name":"people".*"state":"missing".*"since":"20/,
  'Did the last publish do this?': /"live":"20.*"refused":\{"code":"SUPERGRAPH_REFUSED"/,
  'Who is refused, and why?':
    /code="GRAPHQL_VALIDATION_FAILED",subgraph=""\} 1[^]*code="SUBGRAPH_UNREACHABLE",subgraph="people"\} 1/,
  'Is it the machine?':
    /nodejs_eventloop_delay_p99_seconds[^]*process_memory_usage_bytes|process_memory_usage_bytes[^]*nodejs_eventloop/,
  'What is under way now, and what waits?': /sigap_work_requests 0/,
  'What happened to this request?': /"operation":"Everybody".*"stages":\{/,
};

let observed: ObservedGateway;
let folder: string;
let requestId: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'operators-'));
  observed = await observedGateway({ accessLog: true, slowRequest: 1 });
  const reply = await observed.ask(
    { query: 'query Everybody { people { name } }' },
    { 'apollographql-client-name': 'papan' },
  );
  requestId = reply.headers.get('x-request-id')!;
  await observed.ask({ query: '{ nobody }' });
  await observed.people.stop();
  await observed.ask({ query: '{ people { name } }' });
  writeFileSync(observed.file, 'no supergraph');
  await vi.waitFor(
    async () => {
      expect(await (await observed.operate('/generation')).text()).toContain('refused');
      expect(await (await observed.operate('/health/subgraphs')).text()).toContain('missing');
      expect(observed.lines.some((line) => line['requestId'] === requestId)).toBe(true);
    },
    { timeout: 30_000 },
  );
  writeFileSync(join(folder, 'log'), observed.lines.map((line) => JSON.stringify(line)).join('\n'));
}, 60_000);
afterAll(async () => {
  await observed?.stop();
  rmSync(folder, { recursive: true });
});

it('are eleven', () => {
  expect([...commands.keys()].sort()).toEqual(Object.keys(EXPECTED).sort());
  expect(commands.size).toBe(11);
});

it.each([...commands])('%s', async (question, command) => {
  const { stdout } = await promisify(execFile)('bash', ['-c', `${functions}\n${command}`], {
    env: {
      PATH: process.env['PATH'],
      OPERATE: observed.gateway.operateUrl,
      OPERATE_TOKEN: TOKEN,
      LOG: join(folder, 'log'),
      REQUEST_ID: requestId,
    },
  });
  expect(stdout).toMatch(EXPECTED[question]!);
});
