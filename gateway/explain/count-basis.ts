/**
 * What an answer itself says of how exact its counts are: `basis { month exactness noise }` beside them, or `totalBasis` beside `total`
 * (docs/disclosure.md). The gateway does not know the noise of a subgraph otherwise.
 */
import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { EXACT_SCOPE } from '../../base/claims.ts';
import type { FieldPlan } from '../result/response-plan.ts';
import type { ValueCause } from './explanation.ts';

/** Stated of counts; what the operation does not select is undefined. */
export interface CountBasis {
  readonly exactness: unknown;
  readonly noise: unknown;
  readonly month: unknown;
}

/** An object of the answer that is on the way to a count, with the fields of its type. */
export interface CountHolder {
  readonly type: string;
  readonly fields: readonly FieldPlan[];
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * @param holders from the root to the object that has the count
 * @param field the count's name in the schema
 * @returns that of the object itself, otherwise that of the nearest object around whose counts are perturbed: one whose own counts are exact says
 *   nothing of what is below. `unselected` where the answer holds none; undefined where no type has one
 */
export function statedBasis(
  holders: readonly CountHolder[],
  field: string,
  schema: GraphQLSchema,
): CountBasis | 'unselected' | undefined {
  let exists = false;
  for (let at = holders.length - 1; at >= 0; at--) {
    const holder = holders[at]!;
    const isOwn = at === holders.length - 1;
    const names = isOwn ? [`${field}Basis`, 'basis'] : ['basis'];
    const name = names.find((one) => hasField(schema, holder.type, one));
    if (name === undefined) continue;
    exists = true;
    const stated = statedBy(holder, name);
    if (stated !== undefined && (isOwn || !isExact(stated))) return stated;
  }
  return exists ? 'unselected' : undefined;
}

const isExact = ({ exactness, noise }: CountBasis): boolean => exactness === 'EXACT' || noise === 0;

function hasField(schema: GraphQLSchema, typeName: string, field: string): boolean {
  const type = schema.getType(typeName);
  return (isObjectType(type) || isInterfaceType(type)) && field in type.getFields();
}

function statedBy({ fields, data }: CountHolder, name: string): CountBasis | undefined {
  const plan = fields.find((one) => fieldOf(one) === name);
  const basis = plan && data[plan.name];
  if (plan?.object === undefined || typeof basis !== 'object' || basis === null) return undefined;
  const all = [...plan.object.fields.values()][0] ?? [];
  const value = (field: string): unknown => {
    const selected = all.find((one) => fieldOf(one) === field);
    return selected && (basis as Readonly<Record<string, unknown>>)[selected.name];
  };
  return { exactness: value('exactness'), noise: value('noise'), month: value('month') };
}

const fieldOf = ({ nodes }: FieldPlan): string => nodes[0]!.name.value;

/** A count that its subgraph perturbs for this caller. */
export interface PerturbedCount {
  readonly coordinate: string;
  /** The smallest number above zero that may leave. */
  readonly minimum: number;
  readonly subgraphs: readonly string[];
  readonly basis: ReturnType<typeof statedBasis>;
  /** The last month that has ended, `YYYY-MM`: the caller gets none that is later. */
  readonly lastMonth: string | undefined;
}

/**
 * The sentence does not depend on the count: zero is explained as any other number is.
 * @returns undefined for a count that is exact: the answer says so, or its directive makes it a total for everybody
 */
export function whyPerturbed({
  coordinate,
  minimum,
  subgraphs,
  basis,
  lastMonth,
}: PerturbedCount): ValueCause | undefined {
  const stated = typeof basis === 'object' ? basis : UNKNOWN;
  const { exactness, noise, month } = stated;
  if (isExact(stated) || (minimum === 0 && exactness !== 'PERTURBED')) return undefined;
  const bound = typeof noise === 'number' ? noise : undefined;
  const where = basis === undefined ? 'its description' : 'its basis, which the operation does not select,';
  const who = `the subgraph ${subgraphs.join(' or ') || 'that owns it'}`;
  const by = bound === undefined ? `${who} adds or takes what ${where} says` : `${who} adds or takes up to ${bound}`;
  const small = minimum > 1 ? `; no number from 1 to ${minimum - 1} leaves (@aggregate(minimum: ${minimum}))` : '';
  return {
    kind: 'perturbed',
    why: `Perturbed: ${coordinate} counts people, ${by}, and it is ${asOf(month, lastMonth)}${small}; the scope ${EXACT_SCOPE} would show it as it is.`,
    minimum,
    subgraphs,
    ...(bound !== undefined && { bound }),
    ...((typeof month === 'string' || month === null) && { month }),
  };
}

const UNKNOWN: CountBasis = { exactness: undefined, noise: undefined, month: undefined };

function asOf(month: unknown, lastMonth: string | undefined): string {
  if (typeof month === 'string') return `as of the end of ${month}`;
  if (month === null) return 'as of now';
  return `as of the end of a month${lastMonth === undefined ? '' : `, ${lastMonth} at the latest`}`;
}
