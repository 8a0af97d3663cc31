/**
 * Turns what a subgraph answered into nodes, by code generated for each object of a fetch. The reply itself is never
 * changed: two requests may hold the same one. Whatever does not have the expected kind becomes an `InvalidValue`.
 */
import { isExactNumber } from '../../base/exact-number.ts';
import { isFailed, InvalidValue, type ResponseNode, type Shape } from '../result/layout.ts';
import { kindOf } from '../reply/project-data.ts';
import type { SourceCode } from '../result/source-code.ts';
import { isObjectName } from '../document/types.ts';
import type { FetchedSlot, FetchLevel } from './fetch-document.ts';
import { joinLevels, type Dispute } from './join-answers.ts';

/**
 * Objects of one reply that are known by one leaf: by the place they stand at, then by the leaf. Made for each reply, so
 * that no two requests meet in it.
 */
export type Stubs = Map<unknown, ResponseNode>[];
export type ReadNode = (reply: object, stubs: Stubs) => ResponseNode;
/** Puts what a patch answers into a node; for slots that others answer too, the first answer stays. */
export type MergeNode = (node: ResponseNode, patch: ResponseNode, dispute: Dispute) => void;

/** @returns the name of a function that makes an empty node */
export function defineNode(code: SourceCode, shape: Shape): string {
  const name = `Node${shape.id}`;
  const slots = [...shape.slots.values()].map(({ property }) => `this.${property} = undefined;`);
  const type = shape.declared.size === 1 ? JSON.stringify([...shape.declared][0]) : 'undefined';
  code.add(`function ${name}() { this.type = ${type}; this.mark = 0; this.text = undefined; ${slots.join(' ')} }`);
  return name;
}

/** @param mayShare false when an entity's answer may depend on where it stands @returns the name of a `ReadNode` */
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
 * Where a reply tells one leaf of an object, its key as a rule, and entity fetches tell the rest, equal objects are one
 * node: what is fetched for it, and its text, are then had once and not for every place it stands at.
 * @returns the leaf, or `undefined` where there is more to tell, or where another answers for the same places one by one
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

/** What objects inherit must not be taken for an answer. */
function readName(name: string): string {
  const quoted = JSON.stringify(name);
  return name in Object.prototype ? `(Object.hasOwn(o, ${quoted}) ? o[${quoted}] : undefined)` : `o[${quoted}]`;
}

/** What the generated code stands on. */
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

export function addMerging(code: SourceCode): void {
  code.add(`const join = ${code.constant(joinLevels)}, isFailed = ${code.constant(isFailed)};`);
}
