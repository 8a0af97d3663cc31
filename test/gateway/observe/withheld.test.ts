import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { withheldCounts } from '../../../gateway/observe/metrics/withheld-counts.ts';
import type { FieldPlan, ObjectPlan } from '../../../gateway/result/response-plan.ts';

const object = (...fields: Partial<FieldPlan>[]): ObjectPlan =>
  ({ fields: new Map([['T', fields]]) }) as unknown as ObjectPlan;

it('answers are counted once for each kind of field that is withheld in them, however deep and however many', async () => {
  const registry = new Registry();
  const count = withheldCounts(registry);
  const mask = { transform: () => '***' };
  const plain = object({ name: 'a' });
  const masked = object({ name: 'a', object: object(mask, mask) });
  const both = object({ denial: { code: 'FORBIDDEN_FIELD', message: '' } }, { object: masked });
  const floor = { minimum: 10, denial: { code: 'X', message: '' }, onUnperturbed: () => {} };
  for (const plan of [plain, masked, masked, both, object({ floor })]) count(plan);
  const text = await registry.metrics();
  const found = Object.fromEntries(
    [...text.matchAll(/\{kind="(\w+)"\} (\d+)/g)].map(([, kind, value]) => [kind, Number(value)]),
  );
  expect(found).toEqual({ denied: 1, masked: 3, perturbed: 1 });
});
