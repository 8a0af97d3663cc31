/** An engine over a subgraph in memory, and the least executor that shows what went where. */
import type { CompileOperation, Outcome } from '../../../gateway/execute/compile-operation.ts';
import type { Fetcher, SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import { fetchesOf } from '../../../gateway/plan/fetched-fields.ts';
import { createEngine, PLANNER_DEFAULTS, type Engine, type EngineOptions } from '../../../gateway/supergraph/engine.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { compose } from '../plan/fixtures.ts';

/** A supergraph of one subgraph, `numbers`, whose `version` field differs from one number to the next. */
export function versioned(version: number, fields = 5): string {
  const types = Array.from({ length: fields }, (_, n) => `type T${n} @key(fields: "id") { id: ID! name: String next: T${(n + 1) % fields} v${version}: Int }`).join('\n');
  return compose({ numbers: `type Query { number: Int version${version}: Int t: T0 }\n${types}` });
}

/** Sends the plan's fetches one after the other and merges what they answer at the root: enough for plans of one subgraph. */
export const rootOnly: CompileOperation = ({ plan, operation }) => ({
  run: async ({ fetcher, headers, deadline, signal, variables }): Promise<Outcome> => {
    const data: Record<string, unknown> = {};
    for (const { node } of fetchesOf(plan)) {
      const reply = await fetcher.fetch({ subgraph: node.serviceName, query: node.operation, kind: operation.operation as 'query', headers, deadline, signal, variables });
      Object.assign(data, reply.data);
    }
    return { refused: false, data, dataText: JSON.stringify(data), errors: [] };
  },
});

/** Answers every field with 1, after as many ms as it is told. */
export function ones(wait = 0): Fetcher & { readonly seen: SubgraphRequest[] } {
  const seen: SubgraphRequest[] = [];
  return {
    seen,
    fetch: async (request) => {
      seen.push(request);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const fields = request.query.match(/\b(number|version\d+)\b/g) ?? [];
      return { data: Object.fromEntries(fields.map((field) => [field, 1])) };
    },
  };
}

export function engineOf(options: Partial<EngineOptions> = {}): Promise<Engine> {
  return createEngine({ source: fixedSupergraph(versioned(1)), compile: rootOnly, planner: { ...PLANNER_DEFAULTS, workers: 1, timeout: 10_000 }, ...options });
}
