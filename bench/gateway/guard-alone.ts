/**
 * A program: what the guard itself takes of a request, without sockets, subgraphs or waiting, in CPU time. It says on a machine that others
 * use too what throughput cannot. Takes the supergraph's file, the roles' file and a folder for keys; tells its parent the figures.
 */
import { readFileSync } from 'node:fs';
import { logOf } from '../../base/log.ts';
import { madeResult, compileOperation } from '../../gateway/execute/compile-operation.ts';
import { namesForAny } from '../../gateway/fetch/forwardable-headers.ts';
import { validateJsonShape } from '../../gateway/http/json-shape.ts';
import { subgraphCallers } from '../../gateway/guard/claims/subgraph-callers.ts';
import { claimsSigner } from '../../gateway/guard/claims/sign-claims.ts';
import { createGuard, type Guard } from '../../gateway/guard/guard.ts';
import { apiKeyCommand } from '../../gateway/guard/identity/api-key-command.ts';
import { findDevelopmentKey } from '../../gateway/guard/identity/development-key.ts';
import { openIdentity } from '../../gateway/guard/identity/open-identity.ts';
import { ENFORCED_SPECS } from '../../gateway/guard/policy/directive-names.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { createEngine } from '../../gateway/supergraph/engine.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { LIGHT, MIX } from './shop.ts';

export interface GuardAlone {
  readonly operation: string;
  readonly caller: string;
  /** CPU time of a request, in µs, and of each of its requests to subgraphs on top. */
  readonly request: number;
  readonly fetch: number;
}

const [supergraph, roles, keysFolder] = process.argv.slice(2) as [string, string, string];
const secret = 'a secret for measuring, of enough characters';
const settings = gatewayDefaults({ development: true, roles, keysFolder });
const identity = await openIdentity(settings, () => {});
const engine = await createEngine({
  source: fixedSupergraph(readFileSync(supergraph, 'utf8')),
  compile: compileOperation,
  enforced: ENFORCED_SPECS,
});
const generation = engine.current();
const sign = claimsSigner({ secret });
const guard: Guard = createGuard({
  settings,
  identity,
  current: () => generation,
  callerFor: subgraphCallers(namesForAny(settings.forwardHeaders)),
  log: logOf('bench', 'error'),
});

const figures: GuardAlone[] = [];
for (const [caller, credential] of Object.entries(await credentials())) {
  figures.push(await alone('light', caller, LIGHT, undefined, credential));
  figures.push(await alone('mix', caller, MIX, { id: 'u1', first: 3 }, credential));
}
process.send!(figures);
process.on('disconnect', () => process.exit());

async function credentials(): Promise<Record<string, Record<string, string>>> {
  const token = await (
    await findDevelopmentKey(keysFolder)
  ).sign({ role: 'verifier', agency: 'DINSOS' }, settings.audience, 3_600);
  const keys: string[] = [];
  await apiKeyCommand(
    ['create', '--owner', 'bench', '--role', 'public'],
    { KEYS_FOLDER: keysFolder, ROLES: roles },
    (line) => keys.push(line),
  );
  return { public: {}, 'bearer token': { authorization: `Bearer ${token}` }, 'API key': { 'x-api-key': keys[0]! } };
}

async function alone(
  operation: string,
  caller: string,
  query: string,
  variables: Record<string, unknown> | undefined,
  credential: Record<string, string>,
): Promise<GuardAlone> {
  const text = JSON.stringify({ query, variables });
  const admitted = await guard.authenticate(credential, '127.0.0.1');
  const prepared = await generation.operations.prepare(query, undefined, guard.authorizationFor(generation, admitted));
  const ran = madeResult(null);
  const request = await cpuOf(async () => {
    validateJsonShape(text, settings.maxJsonDepth);
    const headers = { host: 'localhost', 'content-type': 'application/json', ...credential };
    const asking = await guard.authenticate(headers, '127.0.0.1', 'bench');
    guard.authorizationFor(generation, asking);
    const settle = await guard.beforeExecution(prepared, generation, variables, asking);
    await settle(ran);
  });
  const fetch = await cpuOf(async () => void sign(admitted.subgraphCaller.claims!.subject, 'accounts', text));
  return { operation, caller, request, fetch };
}

/** @returns CPU time of one turn, in µs: the least of several rounds, since what others do to the caches only adds */
async function cpuOf(turn: () => Promise<void>): Promise<number> {
  const turns = 20_000;
  let least = Infinity;
  for (let round = 0; round < 8; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < turns; i++) await turn();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / turns);
  }
  return least;
}
