/**
 * Walks an answer beside the merged data that it was made from, and says of every value that is null, masked or perturbed why it is. It runs
 * after the answer is made, so nothing of it is in the code that makes answers.
 */
import { isListType, isNonNullType, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import type { Written } from '../execute/execution-result.ts';
import { InvalidValue, isNode, type ResponseNode } from '../result/layout.ts';
import { onlyType, type FieldPlan, type ObjectPlan } from '../result/response-plan.ts';
import type { AnswerErrors } from './answer-errors.ts';
import { statedBasis, whyPerturbed, type CountHolder } from './count-basis.ts';
import { typeAt } from './type-at.ts';
import type { ValueGroups } from './value-groups.ts';
import { WhyNull, type NullPlace } from './why-null.ts';
import { whyMasked, type ToldPolicy } from './why-hidden.ts';
import type { PositionOf } from './why-failed.ts';

/** What values are explained with. */
export interface ValueSources {
  readonly errors: AnswerErrors;
  /** Undefined without a guard. */
  readonly told: ToldPolicy | undefined;
  readonly lastMonth: string | undefined;
  /** Names of the plan joined by dots, and the coordinate -> the subgraphs that are asked for it. */
  readonly subgraphsOf: (planned: string, coordinate?: string) => readonly string[];
  /** Names of the plan joined by dots -> whether it is asked for by its object's key. */
  readonly isOfEntity: (planned: string) => boolean;
  readonly positionOf: PositionOf;
  readonly schema: GraphQLSchema;
}

type Data = Readonly<Record<string, unknown>>;

/** One field at one place of the answer. */
interface FieldPlace {
  readonly field: FieldPlan;
  readonly planned: string;
  readonly holders: readonly CountHolder[];
}

/**
 * Explains the values of one answer, in steps between which other work may run.
 * @param data as it leaves
 */
export function* explainValues(
  { plan, root }: Written,
  data: Data | null | undefined,
  sources: ValueSources,
  groups: ValueGroups,
): Generator<void, void> {
  const walk = new ValueWalk(plan, sources, groups);
  if (data == null) walk.nothing(plan, root);
  else yield* walk.object(plan, root, data, { planned: '', holders: [] });
  walk.untoldErrors();
}

class ValueWalk {
  readonly #sources: ValueSources;
  readonly #groups: ValueGroups;
  readonly #whyNull: WhyNull;
  readonly #path: (string | number)[] = [];

  constructor(plan: ObjectPlan, sources: ValueSources, groups: ValueGroups) {
    this.#sources = sources;
    this.#groups = groups;
    this.#whyNull = new WhyNull({ ...sources, typeAt: (path) => typeAt(plan, path) });
  }

  /** The whole answer is null. */
  nothing(plan: ObjectPlan, root: ResponseNode): void {
    const type = plan.declared.name;
    this.#addNull({ path: [], coordinate: type, type, raw: root, subgraphs: [], isOfEntity: false, denial: undefined });
  }

  *object(
    plan: ObjectPlan,
    node: ResponseNode,
    data: Data,
    { planned, holders }: { readonly planned: string; readonly holders: readonly CountHolder[] },
  ): Generator<void, void> {
    const type = onlyType(plan)?.name ?? node.type ?? plan.declared.name;
    const fields = plan.fields.get(type) ?? [];
    const within = [...holders, { type, fields, data }];
    for (const field of fields) {
      // What was selected for the audit record alone is not in the answer.
      if (field.kind !== 'data' || !Object.hasOwn(data, field.name)) continue;
      const place = planned === '' ? field.planned : `${planned}.${field.planned}`;
      this.#path.push(field.name);
      yield* this.#value(
        { field, planned: place, holders: within },
        field.type,
        data[field.name],
        node[field.property],
      );
      this.#path.pop();
    }
  }

  *#value(place: FieldPlace, type: GraphQLOutputType, value: unknown, raw: unknown): Generator<void, void> {
    const { field } = place;
    if (value == null) return this.#null(place, type, raw);
    const inner = isNonNullType(type) ? type.ofType : type;
    // A mask is of a list as a whole.
    if (isListType(inner) && field.transform === undefined)
      return yield* this.#list(place, inner.ofType, listOf(value), listOf(raw));
    if (field.object === undefined) return this.#leaf(place, value, raw);
    if (isNode(raw)) yield* this.object(field.object, raw, value as Data, place);
  }

  *#list(
    place: FieldPlace,
    type: GraphQLOutputType,
    values: readonly unknown[],
    raws: readonly unknown[],
  ): Generator<void, void> {
    for (let index = 0; index < values.length; index++) {
      this.#path.push(index);
      yield* this.#value(place, type, values[index], raws[index]);
      this.#path.pop();
      yield;
    }
  }

  #leaf({ field, planned, holders }: FieldPlace, value: unknown, raw: unknown): void {
    const at = { path: this.#path, coordinate: field.coordinate, type: String(field.type) };
    if (field.transform !== undefined && !isSame(value, raw))
      this.#groups.add(at, whyMasked(this.#sources.told, this.#coordinatesOf(field)));
    if (field.floor === undefined) return;
    const { schema, lastMonth, subgraphsOf } = this.#sources;
    const cause = whyPerturbed({
      coordinate: field.coordinate,
      minimum: field.floor.minimum,
      subgraphs: subgraphsOf(planned, field.coordinate),
      basis: statedBasis(holders, field.nodes[0]!.name.value, schema),
      lastMonth,
    });
    if (cause !== undefined) this.#groups.add(at, cause);
  }

  #null({ field, planned }: FieldPlace, type: GraphQLOutputType, raw: unknown): void {
    const { coordinate, denial, floor } = field;
    const { subgraphsOf, isOfEntity } = this.#sources;
    const known = { subgraphs: subgraphsOf(planned, coordinate), isOfEntity: isOfEntity(planned) };
    this.#addNull({ path: this.#path, coordinate, type: String(type), raw, denial, minimum: floor?.minimum, ...known });
  }

  #addNull(place: NullPlace): void {
    this.#groups.add(place, this.#whyNull.of(place));
  }

  /** The field on its own type, then on the interfaces whose rules hold for it too. */
  #coordinatesOf({ coordinate }: FieldPlan): readonly string[] {
    const [typeName = '', field = ''] = coordinate.split('.');
    const type = this.#sources.schema.getType(typeName);
    const interfaces = type !== undefined && 'getInterfaces' in type ? type.getInterfaces() : [];
    return [coordinate, ...interfaces.map(({ name }) => `${name}.${field}`)];
  }

  /** Errors at values that are not null, and at no place. */
  untoldErrors(): void {
    for (const error of this.#sources.errors.untold()) {
      const cause = this.#whyNull.ofError(error);
      const place = { path: error.path ?? [], coordinate: error.coordinate ?? null, type: null };
      this.#groups.add(place, { ...cause, why: cause.why.replace(/^Null: /, 'Error: ') });
    }
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Whether a value leaves as it came. */
function isSame(value: unknown, raw: unknown): boolean {
  if (raw instanceof InvalidValue) return true;
  return value === raw || (typeof value === 'object' && JSON.stringify(value) === JSON.stringify(raw));
}
