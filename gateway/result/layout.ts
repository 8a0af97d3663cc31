/**
 * How merged data is stored. Every place of a response has a *shape*, with one slot for each response name that some fetch answers there. An
 * object of the data is a *node* of its shape, whose slots are the properties `s0`, `s1`, …. So a name from outside (`__proto__`,
 * `constructor`) is never a property name, and all nodes of a place have the same hidden class in V8.
 *
 * A slot holds `undefined` (not answered), `null`, a leaf as the subgraph sent it, a node, a list, or an `InvalidValue`. A node may occur in
 * several places of the data: the same entity is fetched once and shared.
 */
import type { Condition } from '../document/condition.ts';

/** An object of the data. */
export interface ResponseNode {
  /** Name of the object type, or of an interface where no more is known. */
  type: string | undefined;
  /** The last collection of entities that found this node: see execute/entities.ts. Only nodes have this property. */
  mark: number;
  /** This object as JSON, once it has been written; a list where it is written in several ways. */
  text: string | (string | undefined)[] | undefined;
  [slot: string]: unknown;
}

/** One response name of a shape. */
export interface Slot {
  /** Response name in the plan. */
  readonly name: string;
  /** Property of the node. */
  readonly property: string;
  /** Shape of its objects, if it holds objects. */
  child?: Shape;
  /** How many fetches answer it; the answers of several are merged. */
  providers: number;
  /** Where fetches select it. */
  readonly selected: SlotSelection[];
}

/** One place in the selections of a fetch: for which objects a slot is selected there, and under which condition. */
interface SlotSelection {
  readonly fetch: object;
  /** The fields and fragments around it. */
  readonly place: string;
  /** Types that an object there must have, all of them. */
  readonly on: readonly string[];
  /** It is selected when any of these holds. */
  readonly when: Condition[];
}

/** The slots of one place of the response. */
export class Shape {
  /** By name, and `name{}` for slots of objects. */
  readonly slots = new Map<string, Slot>();
  /** Names of the types that fields leading here are declared with, in the supergraph. */
  readonly declared = new Set<string>();
  /** Its index among the operation's shapes. */
  readonly id: number;
  readonly #all: Shape[];

  /** @param all every shape of the operation; this one is added to it */
  constructor(all: Shape[]) {
    this.#all = all;
    this.id = all.length;
    all.push(this);
  }

  /**
   * The slot of a response name. A name that is a leaf in one type and an object in another has two slots.
   * @param isObject true for the slot of objects
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

/** Why a fetch failed, for the errors of the fields that needed it. */
export interface Reason {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** For the log. */
  readonly cause?: Error;
}

/** Stands for a value that cannot be used: it does not fit, or it was never fetched because something failed. */
export class InvalidValue {
  /** What was expected and what arrived; `undefined` when the failure has been reported already. */
  readonly what: string | undefined;
  /** Why it was never fetched, where that is known. */
  readonly why: Reason | undefined;
  constructor(what: string | undefined, why?: Reason) {
    this.what = what;
    this.why = why;
  }
}

/** Stands where a fetch failed; the fetch reports its error with this place's path. */
export const FAILED = new InvalidValue(undefined);

/** True where a fetch failed; another fetch may still answer that slot. */
export function isFailed(value: unknown): boolean {
  return value instanceof InvalidValue && value.what === undefined;
}

/** True for a node, false for an object of a custom scalar. */
export function isNode(value: unknown): value is ResponseNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Partial<ResponseNode>).mark !== undefined &&
    !Array.isArray(value)
  );
}
