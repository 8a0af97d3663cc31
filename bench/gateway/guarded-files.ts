/** The files of gateways that are measured behind their guard: a supergraph with its rules and without, and roles that may ask without end. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ruledSupergraphOf, supergraphOf, type Scenario } from './scenarios.ts';

const WITHOUT_END = 1_000_000_000;

/** What a gateway with a guard is started with, and one without. */
interface GuardedFiles {
  readonly folder: string;
  /** The supergraph without its rules, and with them. */
  readonly open: string;
  readonly ruled: string;
  readonly roles: string;
}

/** Writes the files of one scenario, and takes them away. */
export async function withGuardedFiles<Value>(
  scenario: Scenario,
  ports: Readonly<Record<string, number>>,
  use: (files: GuardedFiles) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-guarded-'));
  try {
    const files = {
      folder,
      open: join(folder, 'open.graphql'),
      ruled: join(folder, 'ruled.graphql'),
      roles: join(folder, 'roles.json'),
    };
    writeFileSync(files.open, supergraphOf(scenario, ports));
    writeFileSync(files.ruled, ruledSupergraphOf(scenario, ports));
    writeFileSync(files.roles, rolesWithoutEnd());
    return await use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every role is public too, and gets the larger of two budgets. */
function rolesWithoutEnd(): string {
  const file = JSON.parse(
    readFileSync(new URL('../../gateway/guard/identity/roles.json', import.meta.url), 'utf8'),
  ) as {
    roles: Record<string, { budget: Record<string, number> }>;
  };
  const { budget } = file.roles['public']!;
  for (const limit of Object.keys(budget)) budget[limit] = WITHOUT_END;
  return JSON.stringify(file);
}
