/** Answers in which the policy of the graph holds something back from their reader. What is found in a plan is found once: its answers are all made by it. */
import type { Registry } from 'prom-client';
import { objectsIn, type FieldPlan, type ObjectPlan } from '../../result/response-plan.ts';
import { CounterSeries } from './series.ts';

/** What becomes of a field: it is refused, shown in part, or a count that its subgraph perturbs. */
const KINDS: Readonly<Record<string, (field: FieldPlan) => boolean>> = {
  denied: ({ denial }) => denial !== undefined,
  masked: ({ transform }) => transform !== undefined,
  perturbed: ({ floor }) => floor !== undefined,
};

/** @returns counts an answer by the plan it was made by */
export function withheldCounts(registry: Registry): (plan: ObjectPlan) => void {
  const answers = new CounterSeries(registry, {
    name: 'sigap_answers_withheld_total',
    help: 'Answers with a field that the policy denies, masks or perturbs for their reader, each kind once an answer',
  });
  const kinds = Object.entries(KINDS).map(([kind, holds]) => ({ holds, count: answers.of({ kind }) }));
  const known = new WeakMap<ObjectPlan, readonly { value: number }[]>();
  return (plan) => {
    let counts = known.get(plan);
    if (counts === undefined) {
      const fields = [...objectsIn(plan)].flatMap((object) => [...object.fields.values()].flat());
      known.set(plan, (counts = kinds.filter(({ holds }) => fields.some(holds)).map(({ count }) => count)));
    }
    for (const count of counts) count.value++;
  };
}
