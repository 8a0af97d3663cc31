/** Every scenario, in the order of the table. */
import type { Scenario } from './scenario.ts';
import { CERTIFICATE_SCENARIOS } from './scenarios/certificates.ts';
import { DATABASE_SCENARIOS } from './scenarios/database.ts';
import { GUARD_SCENARIOS } from './scenarios/guard.ts';
import { REGISTRY_SCENARIOS } from './scenarios/registry.ts';
import { SUBGRAPH_SCENARIOS } from './scenarios/subgraphs.ts';
import { WORKER_SCENARIOS } from './scenarios/workers.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...SUBGRAPH_SCENARIOS,
  ...CERTIFICATE_SCENARIOS,
  ...WORKER_SCENARIOS,
  ...GUARD_SCENARIOS,
  ...REGISTRY_SCENARIOS,
  ...DATABASE_SCENARIOS,
];
