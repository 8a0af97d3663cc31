/** The estimated cost of an operation field by field; what the gateway selects for itself stands at the client's field that it is below. */
import { isSubjectKey } from '../audit/subjects.ts';
import type { FieldCost } from '../guard/limits/cost-by-field.ts';
import type { ExplainedCost, Explanation } from './explanation.ts';
import { toldPath } from './told-path.ts';

/** Fields that are listed. */
const MOST_FIELDS = 100;

/** @param costs of every field of the operation as it was planned */
export function explainCost(costs: readonly FieldCost[]): NonNullable<Explanation['cost']> {
  const own = new Map<string, ExplainedCost>();
  const clients: ExplainedCost[] = [];
  for (const one of costs) {
    const begin = one.path.findIndex(isSubjectKey);
    if (begin === -1) clients.push(one);
    else {
      const path = one.path.slice(0, begin);
      const cost = one.cost + (own.get(path.join('.'))?.cost ?? 0);
      own.set(path.join('.'), { path, coordinate: null, cost });
    }
  }
  const fields = [...clients, ...own.values()].sort((one, other) => other.cost - one.cost);
  return {
    total: sumOf(fields),
    fields: fields.slice(0, MOST_FIELDS).map((field) => ({ ...field, path: toldPath(field.path) })),
    costLeftOut: sumOf(fields.slice(MOST_FIELDS)),
  };
}

const sumOf = (costs: readonly ExplainedCost[]): number => costs.reduce((sum, { cost }) => sum + cost, 0);
