/**
 * Counts an answer in the merged subgraph data, before its objects are built. Building them only for the count would take longer than
 * everything else about a table of counts. Parts that depend on no value are added up once; where that holds below a list, its length is enough.
 */
import { isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import type { ResponseNode } from '../../result/layout.ts';
import { onlyType, type FieldPlan, type ObjectPlan } from '../../result/response-plan.ts';
import type { Count, Place } from './count.ts';

/** Adds the cost and persons of a node. The node's values were written unchanged, so they are valid. */
export type CountNode = (node: ResponseNode, count: Count) => void;

/** @returns undefined where a value that counts is changed when it is written (masked): then the written values must be counted */
export function nodeCounter(plan: ObjectPlan, places: readonly Place[]): CountNode | undefined {
  const counters = new NodeCounters();
  const { add } = counters.of(plan, places);
  return counters.areAsWritten ? add : undefined;
}

interface Counter {
  /** What each object adds, where that does not depend on its values. */
  readonly constant: number | undefined;
  readonly add: CountNode;
}

/** What the fields of one type add. */
interface Sum {
  readonly constant: number;
  readonly adds: readonly CountNode[];
}

class NodeCounters {
  areAsWritten = true;
  readonly #known = new Map<ObjectPlan, Counter>();

  /** A plan belongs to one place: other response keys have plans of their own. */
  of(plan: ObjectPlan, places: readonly Place[]): Counter {
    let counter = this.#known.get(plan);
    if (counter === undefined) this.#known.set(plan, (counter = this.#counter(plan, places)));
    return counter;
  }

  #counter(plan: ObjectPlan, places: readonly Place[]): Counter {
    const only = onlyType(plan);
    if (only !== undefined) return counterOf(this.#sum(plan.fields.get(only.name)!, places));
    const byType = new Map([...plan.fields].map(([type, fields]) => [type, counterOf(this.#sum(fields, places)).add]));
    return { constant: undefined, add: (node, count) => byType.get(node.type ?? plan.declared.name)!(node, count) };
  }

  #sum(fields: readonly FieldPlan[], places: readonly Place[]): Sum {
    let constant = 0;
    const adds: CountNode[] = [];
    for (const place of places) {
      const field = fields.find(({ name }) => name === place.key);
      const added = field?.kind === 'data' ? this.#field(field, place) : 0;
      if (typeof added === 'number') constant += added;
      else adds.push(added);
    }
    return { constant, adds };
  }

  /** @returns what a field adds: a constant, or a counter that reads its value */
  #field(field: FieldPlan, place: Place): number | CountNode {
    if (field.transform && place.own !== 0) this.areAsWritten = false;
    const below = field.object && this.of(field.object, place.children);
    const each =
      below === undefined ? place.own : below.constant === undefined ? undefined : place.own + below.constant;
    const around = constantAround(place);
    if (each === undefined || around === undefined) return this.#walk(field, place, below);
    if (each === 0) return around;
    if (below !== undefined && isNonNullType(field.type) && !isListType(field.type.ofType)) return around + each;
    const { property } = field;
    const many = below === undefined ? countLeaves : counterOfMany(field.type);
    return (node, count) => {
      count.cost += around + each * many(node[property]);
    };
  }

  #walk({ property, object }: FieldPlan, place: Place, below: Counter | undefined): CountNode {
    const identify = object && place.person ? this.#identifier(object, place) : undefined;
    const addOne = (value: unknown, count: Count): void => {
      if (value == null) return;
      if (Array.isArray(value)) {
        for (const one of value) addOne(one, count);
        return;
      }
      count.cost += place.own;
      if (identify !== undefined) count.person(place, identify(value as ResponseNode));
      below?.add(value as ResponseNode, count);
    };
    return (node, count) => {
      const value = node[property];
      const before = count.begin(place, value == null);
      addOne(value, count);
      count.end(place, before);
    };
  }

  /** @returns the key of the person at a node: of the keys that the operation selects, the first that is a string */
  #identifier(plan: ObjectPlan, { identity }: Place): (node: ResponseNode) => string | undefined {
    const byType = new Map(
      [...plan.fields].map(([type, fields]) => [
        type,
        identity.flatMap((key) => fields.find(({ name, leaf }) => name === key && leaf) ?? []),
      ]),
    );
    if ([...byType.values()].flat().some(({ transform }) => transform)) this.areAsWritten = false;
    const only = onlyType(plan);
    const named = only && byType.get(only.name)!;
    return (node) => {
      for (const { property, leaf } of named ?? byType.get(node.type ?? plan.declared.name)!) {
        const value = node[property];
        const taken = value == null ? undefined : leaf!.coerce(value);
        if (typeof taken === 'string') return taken;
      }
      return undefined;
    };
  }
}

function counterOf({ constant, adds }: Sum): Counter {
  if (adds.length === 0)
    return {
      constant,
      add: (_, count) => {
        count.cost += constant;
      },
    };
  return {
    constant: undefined,
    add: (node, count) => {
      count.cost += constant;
      for (const add of adds) add(node, count);
    },
  };
}

/** What a place weighs besides its values; undefined where that depends on variables or on the answer. */
function constantAround({ arguments: weights, personsRequested, person, lookup }: Place): number | undefined {
  if (person || lookup || personsRequested.some((read) => !read.constant || read.value !== 0)) return undefined;
  return weights.reduce<number | undefined>(
    (sum, read) => (sum === undefined || !read.constant ? undefined : sum + read.value),
    0,
  );
}

/** @returns a function that counts the objects in a value of this type */
function counterOfMany(type: GraphQLOutputType): (value: unknown) => number {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (!isListType(inner)) return (value) => (value == null ? 0 : 1);
  if (isNonNullType(inner.ofType) && !isListType(inner.ofType.ofType))
    return (value) => (value == null ? 0 : (value as unknown[]).length);
  const one = counterOfMany(inner.ofType);
  return (value) => (value == null ? 0 : (value as unknown[]).reduce<number>((sum, each) => sum + one(each), 0));
}

/** A custom scalar may hold a list although its type is none: then each entry counts. */
function countLeaves(value: unknown): number {
  if (value == null) return 0;
  return Array.isArray(value) ? value.reduce<number>((sum, each) => sum + countLeaves(each), 0) : 1;
}
