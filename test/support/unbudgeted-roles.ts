/** The shipped roles without their budgets of a minute: for load that stands for a whole city. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROLES = join(import.meta.dirname, '../../gateway/guard/identity/roles.json');

/** @returns the path of the file it writes into the folder, for ROLES */
export function unbudgetedRoles(folder: string): string {
  const { roles, ...rest } = JSON.parse(readFileSync(ROLES, 'utf8')) as { roles: Record<string, object> };
  const budget = { requestsPerMinute: 1e9, costPerRequest: 1e6, costPerMinute: 1e9, personsPerMinute: 1e9 };
  const unbudgeted = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, { ...role, budget }]));
  const path = join(folder, 'roles.json');
  writeFileSync(path, JSON.stringify({ ...rest, roles: unbudgeted }));
  return path;
}
