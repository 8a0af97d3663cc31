/** A registry: made from its parts, started in order, stopped in the reverse order. */
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { Lifecycle } from '../../base/lifecycle.ts';
import { listen, urlHost } from '../../base/listen.ts';
import type { Log } from '../../base/log.ts';
import type { JudgeOperation, LintLevels, OwnedSubgraph, UsedOperation } from '../checks/check-input.ts';
import { readContracts, SHIPPED_CONTRACTS } from './contracts/contract.ts';
import { registryApp } from './http/app.ts';
import type { Right, SupergraphDocument, TokenDocument } from './model/documents.ts';
import { openDatabase } from './model/open-database.ts';
import { changeSupergraph, currentState } from './service/change-supergraph.ts';
import type { Actor, Ground } from './service/ground.ts';
import type { RolloutRule } from './service/judge-rollout.ts';
import { reportOutcomes, type ReportedOutcomes } from './service/report-outcomes.ts';
import { contractsHash } from './service/served-text.ts';
import { keptToken } from './service/tokens.ts';
import { settleAfterCut } from './service/versions.ts';
import { usedForChecks } from './usage/used-for-checks.ts';
import { publishOwn } from './publish-own.ts';
import type { RegistrySettings } from './settings.ts';
import { openSigner } from './signature.ts';
import { Composer } from './composer/composer.ts';

/** What a registry is started from. */
export interface RegistryParts {
  readonly settings: Omit<RegistrySettings, 'mongodbUri' | 'environment' | 'logLevel'>;
  readonly mongodbUri: string;
  /** The option that sets the port, for the error of one that is taken. */
  readonly portOption: string;
  readonly log: Log;
  /** Plans an operation on a candidate; without it a check compares no plans. */
  readonly judgeOperation?: JudgeOperation;
  /** Operations that must go on working though nobody may have asked them yet: shipped ones, a persisted manifest. */
  readonly shipped?: readonly UsedOperation[];
  /** Subgraphs that the program brings along: published before it listens, where they differ from what is there. */
  readonly own?: readonly OwnedSubgraph[];
  readonly lint?: (agency: string) => LintLevels;
  readonly now?: () => Date;
  /** Origins whose pages may ask beside those of the settings, where they are known only later. */
  readonly pages?: () => readonly string[];
}

/** A registry that answers. */
export interface RunningRegistry {
  /** Without a path: `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly ground: Ground;
  /** The agency and the token that the operator acts with. */
  readonly operator: Actor;
  /** File of the operator's token. */
  readonly tokenFile: string;
  /** What a gateway of the same operator asks with, kept beside it: to read and to report usage, nothing else. */
  readonly gatewayToken: string;
  /** Takes what gateways report of subgraphs: a version that hurts is rolled back. @returns the supergraph without it */
  report(outcomes: readonly ReportedOutcomes[]): Promise<SupergraphDocument | undefined>;
  stop(): Promise<void>;
}

/** @throws CodedError REGISTRY_DATABASE, REGISTRY_SIGNING_KEY, REGISTRY_CONTRACTS, REGISTRY_NOT_COMPOSABLE for what it brings along, PORT_TAKEN, PORT_REFUSED */
export async function startRegistry(parts: RegistryParts): Promise<RunningRegistry> {
  const lifecycle = new Lifecycle();
  try {
    return await assemble(parts, lifecycle);
  } catch (thrown) {
    await lifecycle.stop();
    throw thrown;
  }
}

const EVERYTHING: readonly Right[] = ['publish', 'approve', 'operate', 'read', 'usage'];

async function assemble(parts: RegistryParts, lifecycle: Lifecycle): Promise<RunningRegistry> {
  const { settings, portOption, pages } = parts;
  const ground = await openGround(parts, lifecycle);
  const tokenFile = join(settings.keysFolder, 'registry-operator-token');
  const by = { agency: settings.operator, subgraphs: ['*'] };
  const first = { ...by, label: 'first operator', rights: EVERYTHING };
  const operator = actorOf((await keptToken(ground, tokenFile, first)).kept);
  const forGateways = settings.forGateways ?? settings.keysFolder;
  const gatewayFile = join(forGateways, 'registry-gateway-token');
  const gateway = await keptToken(ground, gatewayFile, { ...by, label: 'gateway', rights: ['read', 'usage'] });
  writeFileSync(join(forGateways, 'registry-key'), `${ground.signer.publicKey}\n`);
  await takeUp(ground, operator);
  await publishOwn(ground, operator, parts.own ?? []);
  const app = await registryApp(ground, {
    bodyLimit: settings.bodyLimit,
    origins: () => [...settings.origins, ...(pages?.() ?? [])],
  });
  lifecycle.onStop('http', () => app.close());
  const port = await listen(app.server, settings.port, settings.host, portOption);
  // fastify closes only what it listens on itself.
  lifecycle.onStop('port', () => closeServer(app.server));
  return {
    url: `http://${urlHost(settings.host)}:${port}`,
    ground,
    operator,
    tokenFile,
    gatewayToken: gateway.token,
    report: (outcomes) => reportOutcomes(ground, outcomes),
    stop: async () => {
      await lifecycle.stop();
    },
  };
}

async function openGround(parts: RegistryParts, lifecycle: Lifecycle): Promise<Ground> {
  const { settings, mongodbUri, log, judgeOperation, shipped = [], lint, now } = parts;
  const contracts = readContracts(settings.contracts ?? SHIPPED_CONTRACTS);
  const signer = openSigner(settings.keysFolder);
  const database = await openDatabase(mongodbUri);
  lifecycle.onStop('database', () => database.close());
  const bounds = { timeout: settings.checkTimeout, memory: settings.checkMemory };
  const composer = new Composer(bounds);
  lifecycle.onStop('composer', () => composer.close());
  const checker = new Composer({ ...bounds, judgeOperation });
  lifecycle.onStop('checker', () => checker.close());
  const ground: Ground = {
    database,
    composer,
    checker,
    signer,
    contracts,
    policy: settings.policy,
    quarantinesRevoked: settings.whenRevoked === 'quarantine',
    used: async () => [...(await usedForChecks(ground, settings.usageDays)), ...shipped],
    lint: lint ?? (() => ({})),
    rollout: rolloutRule(settings),
    events: new EventEmitter(),
    now: now ?? (() => new Date()),
    log,
  };
  return ground;
}

/** Goes on where the last program was cut off, and under the contracts and the key of today. */
async function takeUp(ground: Ground, actor: Actor): Promise<void> {
  const state = await currentState(ground);
  if (state === undefined) return;
  await settleAfterCut(ground, state.versions);
  if (state.contracts === contractsHash(ground)) return;
  await changeSupergraph(ground, (newest) =>
    Promise.resolve(
      newest === undefined || newest.contracts === contractsHash(ground)
        ? { done: undefined }
        : {
            next: {
              cause: { kind: 'CONTRACTS', subgraphs: [] },
              why: 'The contracts, or the key that signs, are others than before.',
              actor,
            },
            result: () => undefined,
          },
    ),
  );
}

function rolloutRule({ rolloutWindow, rolloutRequests, rolloutErrors }: RegistryParts['settings']): RolloutRule {
  return { window: rolloutWindow * 1_000, leastRequests: rolloutRequests, above: rolloutErrors / 100 };
}

/** Gateways listen to events for ever, so their connections are cut: they ask again. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function actorOf({ agency, _id }: TokenDocument): Actor {
  return { agency, token: _id };
}
