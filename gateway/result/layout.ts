/**
 * Where merged data lives. Every place of a response has a *shape*: one slot for each response name that some fetch
 * answers there. An object of the data is a *node* of its shape, with the slots as properties `s0`, `s1`, …, so that a
 * name that came from outside (`__proto__`, `constructor`) is never a property name, and all nodes of a place look alike
 * to the engine that runs them.
 *
 * A slot holds `undefined` (nobody has answered), `null`, a leaf as the subgraph sent it, a node, a list, or an `InvalidValue`.
 * A node may stand in several places of the data: entities that are the same for a step are answered once and shared.
 */
import type { Condition } from '../document/condition.ts';

export interface ResponseNode {
  /** Name of the object type, as far as it is known. */
  type: string | undefined;
  /** The last collection that met this node: see execute/entities.ts. Only nodes have it. */
  mark: number;
  /** This object written as JSON, once it has been; a list where it is written in several ways. */
  text: string | (string | undefined)[] | undefined;
  [slot: string]: unknown;
}

export interface Slot {
  /** Response name in the plan. */
  readonly name: string;
  /** Property of the node. */
  readonly property: string;
  /** Shape of the objects in it, if it holds objects. */
  child?: Shape;
  /** How many fetches answer it; more than one means that answers are joined. */
  providers: number;
  /** Where fetches select it. */
  readonly selected: SlotSelection[];
}

/** One place in the selections of one fetch: for which objects a slot is asked there, and when. */
interface SlotSelection {
  readonly fetch: object;
  /** The fields and fragments around it. */
  readonly place: string;
  /** Types that an object there must be of, all of them. */
  readonly on: readonly string[];
  /** Any of them will do. */
  readonly when: Condition[];
}

export class Shape {
  /** By name, and `name{}` for slots of objects. */
  readonly slots = new Map<string, Slot>();
  /** Names of the types that fields leading here are declared with, in the supergraph. */
  readonly declared = new Set<string>();
  readonly id: number;
  readonly #all: Shape[];

  /** @param all every shape of the operation; this one is added to it */
  constructor(all: Shape[]) {
    this.#all = all;
    this.id = all.length;
    all.push(this);
  }

  /**
   * A response name may lead to leaves in objects of one type and to objects in those of another: then it has two slots.
   * @param isObject whether it is the slot of objects that is meant
   */
  slot(name: string, isObject: boolean): Slot {
    const key = isObject ? `${name}{}` : name;
    let slot = this.slots.get(key);
    if (!slot) this.slots.set(key, (slot = { name, property: `s${this.slots.size}`, providers: 0, selected: [] }));
    return slot;
  }

  /** The shape below a slot. @param declared the type the field leading there is declared with */
  child(name: string, declared: string | undefined): Shape {
    const slot = this.slot(name, true);
    slot.child ??= new Shape(this.#all);
    if (declared !== undefined) slot.child.declared.add(declared);
    return slot.child;
  }
}

/** What a failed request is told as, wherever something needed its answer. */
export interface Reason {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly cause?: Error;
}

/** A value that cannot be used: not of the kind that was expected, or never fetched because something failed. */
export class InvalidValue {
  /** What was expected and what came; `undefined` when the failure has been reported already. */
  readonly what: string | undefined;
  /** Why it was never fetched, where that is known. */
  readonly why: Reason | undefined;
  constructor(what: string | undefined, why?: Reason) {
    this.what = what;
    this.why = why;
  }
}

/** Stands where a fetch failed: its error is reported by the fetch, with this place's path. */
export const FAILED = new InvalidValue(undefined);

/** @returns true where a fetch failed, which another one may answer as well */
export function isFailed(value: unknown): boolean {
  return value instanceof InvalidValue && value.what === undefined;
}

export function isNode(value: unknown): value is ResponseNode {
  return (
    typeof value === 'object' && value !== null && (value as ResponseNode).mark !== undefined && !Array.isArray(value)
  );
}
