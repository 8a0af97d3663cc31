/**
 * Turns what a subgraph answered into nodes, by code generated for each object of a fetch. The reply itself is never
 * changed: two requests may hold the same one. Whatever does not have the expected kind becomes a `Misfit`.
 */
import { Misfit, type Node, type Shape } from '../reply/layout.ts';
import { kindOf } from '../reply/project-data.ts';
import type { SourceCode } from '../reply/source-code.ts';
import { isObjectName, type FetchedSlot, type FetchLevel } from './fetch-document.ts';
import { joinLevels } from './join-answers.ts';

export type ReadNode = (reply: object) => Node;
/** Puts what a patch answers into a node; for slots that others answer too, the first answer stays. */
export type MergeNode = (node: Node, patch: Node) => void;

/** @returns the name of a function that makes an empty node */
export function defineNode(code: SourceCode, shape: Shape): string {
  const name = `Node${shape.id}`;
  const slots = [...shape.slots.values()].map(({ property }) => `this.${property} = undefined;`);
  const type = shape.declared.size === 1 ? JSON.stringify([...shape.declared][0]) : 'undefined';
  code.add(`function ${name}() { this.type = ${type}; this.mark = 0; this.text = undefined; ${slots.join(' ')} }`);
  return name;
}

/** @returns the name of a `ReadNode` */
export function defineReader(code: SourceCode, level: FetchLevel): string {
  const lines = [`const n = new Node${level.shape.id}();`];
  if (level.typenames.length > 0) {
    const names = level.typenames.map((name) => readName(name));
    lines.push(`const t = ${names.join(' ?? ')};`, 'if (typeof t === "string") n.type = t;');
  }
  for (const field of level.fields.values()) lines.push(`n.${field.slot.property} = ${readSlot(code, field)};`);
  const name = code.newName();
  code.define(name, 'o', `${lines.join('\n')}\nreturn n;`);
  return name;
}

function readSlot(code: SourceCode, field: FetchedSlot): string {
  const value = field.names.map((name) => readName(name)).reduce((one, other) => `firstOf(${one}, ${other})`);
  if (!field.child) return value;
  const read = defineReader(code, field.child);
  return field.depth === 0 ? `one(${value}, ${read})` : `many(${value}, ${read}, ${field.depth})`;
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

function one(value: unknown, read: ReadNode): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === 'object' && !Array.isArray(value)) return read(value);
  return new Misfit(`expected an object, got ${kindOf(value)}`);
}

function many(values: unknown, read: ReadNode, depth: number): unknown {
  if (values === null || values === undefined) return values;
  if (!Array.isArray(values)) return new Misfit(`expected a list, got ${kindOf(values)}`);
  const nodes = new Array<unknown>(values.length);
  for (let index = 0; index < values.length; index++) {
    nodes[index] = depth === 1 ? one(values[index], read) : many(values[index], read, depth - 1);
  }
  return nodes;
}

/** @returns the name of a `MergeNode` */
export function defineMerge(code: SourceCode, level: FetchLevel): string {
  const { supergraph } = level;
  const known = code.constant(isObjectName);
  const lines = [`if (p.type !== undefined && n.type !== p.type && !${known}(${code.constant(supergraph)}, n.type)) n.type = p.type;`];
  for (const { slot, child } of level.fields.values()) {
    const at = slot.property;
    if (slot.providers < 2) lines.push(`n.${at} = p.${at};`);
    else if (!child) lines.push(`if (n.${at} === undefined || n.${at} === FAILED) n.${at} = p.${at};`);
    else lines.push(`n.${at} = join(n.${at}, p.${at}, ${code.constant(child)});`);
  }
  const name = code.newName();
  code.define(name, 'n, p', lines.join('\n'));
  return name;
}

export function addMerging(code: SourceCode, failed: Misfit): void {
  code.add(`const join = ${code.constant(joinLevels)}, FAILED = ${code.constant(failed)};`);
}
