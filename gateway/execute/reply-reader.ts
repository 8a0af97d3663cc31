/**
 * Turns a subgraph's reply into nodes, by code generated for each object of a fetch. The reply itself is never changed, because several
 * requests may share it. A value of an unexpected kind becomes an `InvalidValue`.
 */
import { isExactNumber } from '../../base/exact-number.ts';
import { isFailed, InvalidValue, type ResponseNode, type Shape } from '../result/layout.ts';
import { kindOf } from '../reply/project-data.ts';
import type { SourceCode } from '../result/source-code.ts';
import { isObjectName } from '../document/types.ts';
import type { FetchedSlot, FetchLevel } from './fetch-document.ts';
import { joinLevels, type Disagreement } from './join-answers.ts';

/**
 * Objects of one reply that a single leaf identifies: by their place in the fetch, then by the leaf. Made for each reply, so that
 * requests never share them.
 */
export type Stubs = Map<unknown, ResponseNode>[];
/** Makes a node of an object of a reply. */
export type ReadNode = (reply: object, stubs: Stubs) => ResponseNode;
/** Merges a patch into a node; in slots that other fetches fill too, the first value stays. */
export type MergeNode = (node: ResponseNode, patch: ResponseNode, disagreement: Disagreement) => void;

/** @returns the name of a function that makes an empty node */
export function defineNode(code: SourceCode, shape: Shape): string {
  const name = `Node${shape.id}`;
  const slots = [...shape.slots.values()].map(({ property }) => `this.${property} = undefined;`);
  const type = shape.declared.size === 1 ? JSON.stringify([...shape.declared][0]) : 'undefined';
  code.add(`function ${name}() { this.type = ${type}; this.mark = 0; this.text = undefined; ${slots.join(' ')} }`);
  return name;
}

/** @param mayShare false when an entity's reply may depend on its place in the response @returns the name of a `ReadNode` */
export function defineReader(code: SourceCode, level: FetchLevel, mayShare: boolean): string {
  const lines = [`const n = new Node${level.shape.id}();`];
  if (level.typenames.length > 0)
    lines.push(`const t = ${readTypename(level)};`, 'if (typeof t === "string") n.type = t;');
  for (const field of level.fields.values())
    lines.push(`n.${field.slot.property} = ${readSlot(code, field, mayShare)};`);
  const name = code.newName();
  code.define(name, 'o, s', `${lines.join('\n')}\nreturn n;`);
  return name;
}

function readTypename({ typenames }: FetchLevel): string {
  return typenames.map((name) => readName(name)).join(' ?? ');
}

function readSlot(code: SourceCode, field: FetchedSlot, mayShare: boolean): string {
  if (!field.child) return firstOfAll([...field.names.keys()].map(readName));
  const stub = mayShare ? stubLeaf(field, field.child) : undefined;
  const whole = defineReader(code, field.child, mayShare);
  const read = stub === undefined ? whole : defineStubReader(code, field.child, stub, whole);
  // A field may be a list in one type and an object in another: the planner gives them two names, which fill one slot.
  const byDepth = Map.groupBy(field.names.keys(), (name) => field.names.get(name)!);
  return firstOfAll(
    [...byDepth].map(([depth, names]) => {
      const value = firstOfAll(names.map(readName));
      return depth === 0 ? `one(${value}, ${read}, s)` : `many(${value}, ${read}, ${depth}, s)`;
    }),
  );
}

const firstOfAll = (values: readonly string[]): string => values.reduce((one, other) => `firstOf(${one}, ${other})`);

/**
 * Where a reply has one leaf of an object, its key as a rule, and entity fetches supply the rest, equal objects become one node: its
 * entity is then fetched, and its text written, once and not for every place.
 * @returns the leaf; `undefined` where the reply has more fields, or where another fetch fills the same places one by one
 */
function stubLeaf({ slot }: FetchedSlot, { fields, shape }: FetchLevel): FetchedSlot | undefined {
  const [leaf, ...more] = fields.values();
  const isSole =
    leaf !== undefined && more.length === 0 && leaf.child === undefined && [...leaf.names.values()].join() === '0';
  return isSole && slot.providers === 1 && shape.slots.size > 1 ? leaf : undefined;
}

function defineStubReader(code: SourceCode, level: FetchLevel, leaf: FetchedSlot, whole: string): string {
  const name = code.newName();
  const place = code.newPlace();
  code.define(
    name,
    'o, s',
    `const v = ${readName(leaf.names.keys().next().value!)};
if (typeof v !== "string" && typeof v !== "number") return ${whole}(o, s);
const known = (s[${place}] ??= new Map()).get(v);
if (known !== undefined${level.typenames.length > 0 ? ` && known.type === (${readTypename(level)})` : ''}) return known;
const n = ${whole}(o, s);
if (n.type !== undefined) s[${place}].set(v, n);
return n;`,
  );
  return name;
}

/** A name that plain objects inherit is read only as an own property. */
function readName(name: string): string {
  const quoted = JSON.stringify(name);
  return name in Object.prototype ? `(Object.hasOwn(o, ${quoted}) ? o[${quoted}] : undefined)` : `o[${quoted}]`;
}

/** Adds the functions that generated readers call. */
export function addReading(code: SourceCode): void {
  code.add(`const one = ${code.constant(one)}, many = ${code.constant(many)}, firstOf = ${code.constant(firstOf)};`);
}

function firstOf(first: unknown, second: unknown): unknown {
  return first === undefined ? second : first;
}

function one(value: unknown, read: ReadNode, stubs: Stubs): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === 'object' && !Array.isArray(value) && !isExactNumber(value)) return read(value, stubs);
  return new InvalidValue(`expected an object, got ${kindOf(value)}`);
}

function many(values: unknown, read: ReadNode, depth: number, stubs: Stubs): unknown {
  if (values === null || values === undefined) return values;
  if (!Array.isArray(values)) return new InvalidValue(`expected a list, got ${kindOf(values)}`);
  const nodes = new Array<unknown>(values.length);
  for (let index = 0; index < values.length; index++) {
    nodes[index] = depth === 1 ? one(values[index], read, stubs) : many(values[index], read, depth - 1, stubs);
  }
  return nodes;
}

/** @returns the name of a `MergeNode` */
export function defineMerge(code: SourceCode, level: FetchLevel): string {
  const { supergraph } = level;
  const known = code.constant(isObjectName);
  const lines = [
    `if (p.type !== undefined && n.type !== p.type && !${known}(${code.constant(supergraph)}, n.type)) n.type = p.type;`,
  ];
  for (const { slot, child } of level.fields.values()) {
    const at = slot.property;
    if (slot.providers < 2) lines.push(`n.${at} = p.${at};`);
    else if (!child)
      lines.push(`if (p.${at} !== undefined && (n.${at} === undefined || isFailed(n.${at}))) n.${at} = p.${at};`);
    else lines.push(`n.${at} = join(n.${at}, p.${at}, ${code.constant(child)}, d);`);
  }
  const name = code.newName();
  code.define(name, 'n, p, d', lines.join('\n'));
  return name;
}

/** Adds the functions that generated merges call. */
export function addMerging(code: SourceCode): void {
  code.add(`const join = ${code.constant(joinLevels)}, isFailed = ${code.constant(isFailed)};`);
}
