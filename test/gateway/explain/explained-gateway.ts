/** A gateway over subgraphs that answer as a test says, and what it explains. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logOf } from '../../../base/log.ts';
import type { Explanation, ExplainedValue, ValueKind } from '../../../gateway/explain/explanation.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../../gateway/settings.ts';
import type { ContractText } from '../../../gateway/supergraph/contract-text.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';

export interface ExplainedReply {
  readonly status: number;
  readonly text: string;
  readonly data?: unknown;
  readonly errors?: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[];
  readonly explain?: Explanation;
  readonly extensions?: Record<string, unknown>;
}

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** What a subgraph answers, by its name; it can be set again. */
export type Answers = Record<string, (asked: Asked) => unknown>;

export interface ExplainedGateway {
  readonly url: string;
  readonly folder: string;
  answers: Answers;
  /** @param role undefined for nobody */
  ask(role: string | undefined, query: string, more?: AskMore): Promise<ExplainedReply>;
  stop(): Promise<void>;
}

interface AskMore {
  readonly headers?: Record<string, string>;
  readonly variables?: Record<string, unknown>;
  /** False: without the header. */
  readonly explain?: boolean;
  /** Name of the contract that is asked; the whole graph when left out. */
  readonly contract?: string;
}

/**
 * @param inProcess subgraphs that `answers` answers for; others are asked at the address of the settings
 * @param contracts served beside the whole graph
 */
export async function startExplainedGateway(
  sdl: string,
  inProcess: readonly string[],
  given: Partial<GatewaySettings> = {},
  contracts: readonly ContractText[] = [],
): Promise<ExplainedGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'explained-'));
  const tokens = new Map<string, string>();
  const running: Omit<ExplainedGateway, 'url' | 'ask' | 'stop'> = { folder, answers: {} };
  const gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      contracts: contracts.map(({ name }) => name),
      ...given,
    }),
    log: logOf('test', 'silent'),
    source: fixedSupergraph(sdl, contracts),
    inProcess: Object.fromEntries(
      inProcess.map((name) => [name, async (asked: Asked) => running.answers[name]!(asked)]),
    ) as never,
  });
  const tokenOf = async (role: string): Promise<string> => {
    if (!tokens.has(role)) tokens.set(role, (await tokenCommand(['--role', role], { KEYS_FOLDER: folder }))!);
    return tokens.get(role)!;
  };
  return Object.assign(running, {
    url: gateway.url,
    async ask(role: string | undefined, query: string, { headers, variables, explain = true, contract }: AskMore = {}) {
      const response = await fetch(`${gateway.url}/graphql${contract === undefined ? '' : `/${contract}`}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(explain && { 'x-explain': 'true' }),
          ...(role !== undefined && { authorization: `Bearer ${await tokenOf(role)}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const answer = JSON.parse(text) as ExplainedReply;
      return { ...answer, status: response.status, text, explain: answer.extensions?.['explain'] as Explanation };
    },
    async stop() {
      await gateway.stop();
      rmSync(folder, { recursive: true });
    },
  });
}

/** The entries of a kind. */
export function ofKind({ explain }: ExplainedReply, kind: ValueKind): readonly ExplainedValue[] {
  return explain!.values.filter((one) => one.kind === kind);
}
