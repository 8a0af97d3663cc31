/** An engine over a subgraph in memory. */
import { compileOperation } from '../../../gateway/execute/compile-operation.ts';
import type { Fetcher, SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import { PLANNER_DEFAULTS } from '../../../gateway/plan/planner-defaults.ts';
import { createEngine, type ExecutionEngine, type EngineOptions } from '../../../gateway/supergraph/engine.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { compose } from '../plan/fixtures.ts';

/** A supergraph of one subgraph, `numbers`, whose `version` field differs from one number to the next. */
export function versioned(version: number, fields = 5): string {
  const types = Array.from(
    { length: fields },
    (_, n) => `type T${n} @key(fields: "id") { id: ID! name: String next: T${(n + 1) % fields} v${version}: Int }`,
  ).join('\n');
  return compose({ numbers: `type Query { number: Int version${version}: Int t: T0 }\n${types}` });
}

/** Answers every number with 1 and every object with null, after `wait` ms. */
export function ones(wait = 0): Fetcher & { readonly seen: SubgraphRequest[] } {
  const seen: SubgraphRequest[] = [];
  return {
    seen,
    fetch: async (request) => {
      seen.push(request);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const fields = request.query.matchAll(/(?:(\w+):)?\b(number|version\d+)\b/g);
      return { data: { t: null, ...Object.fromEntries([...fields].map(([, alias, field]) => [alias ?? field, 1])) } };
    },
  };
}

export function engineOf(options: Partial<EngineOptions> = {}): Promise<ExecutionEngine> {
  return createEngine({
    source: fixedSupergraph(versioned(1)),
    compile: compileOperation,
    planner: { ...PLANNER_DEFAULTS, workers: 1, timeout: 10_000 },
    ...options,
  });
}
