/**
 * The response's data as JSON text, by code generated from the operation: the names and punctuation of an object are constants, each value is
 * one property read. An object's text is kept on its node, so an entity in many places is written once. The first value that does not fit
 * ends it with NOT_WRITABLE, and project-data.ts takes over.
 */
import { isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import { InvalidValue, type ResponseNode } from '../result/layout.ts';
import { jsonText, NOT_WRITABLE } from '../result/leaf.ts';
import { objectsIn, onlyType, type FieldPlan, type ObjectPlan } from '../result/response-plan.ts';
import { SourceCode } from '../result/source-code.ts';

/**
 * Writes the data of one response.
 * @param introspection JSON of introspection fields, by response name
 * @param unescaped true when no string of the data has a character that JSON escapes
 * @returns the data's JSON; `undefined` when project-data.ts has to complete the data
 */
export type DataWriter = (
  root: ResponseNode,
  introspection: ReadonlyMap<string, string>,
  unescaped: boolean,
) => string | undefined;

/** Generates the code that writes a plan's data. */
export function dataWriter(plan: ObjectPlan): DataWriter {
  const writer = new WriterCode(plan);
  const [write] = writer.code.build([writer.object(plan, true)]) as [DataWriter];
  return (root, introspection, unescaped) => {
    try {
      return write(root, introspection, unescaped);
    } catch (thrown) {
      if (thrown === NOT_WRITABLE) return undefined;
      throw thrown;
    }
  };
}

class WriterCode {
  readonly code = new SourceCode();
  readonly #objects = new Map<ObjectPlan, string>();
  /** Functions that write a value, by its type and by the function that writes its content. */
  readonly #values = new Map<string, string>();
  readonly #stop = this.code.constant(NOT_WRITABLE);
  /** By shape: the plans that its nodes are written by. */
  readonly #plans: ReadonlyMap<number, readonly ObjectPlan[]>;

  constructor(root: ObjectPlan) {
    this.#plans = Map.groupBy(objectsIn(root), ({ shape }) => shape);
    // Writing is synchronous, so all functions of a writer can read what its current call was passed.
    this.code.add('let plain = false;');
    this.code.add(`const planned = (v) => { if (v === undefined) throw ${this.#stop}; return v; };`);
  }

  /** @returns the name of the function that writes a node */
  object(plan: ObjectPlan, isRoot = false): string {
    const known = this.#objects.get(plan);
    if (known !== undefined) return known;
    const name = this.code.newName();
    this.#objects.set(plan, name);
    const parameters = isRoot ? 'n, introspection, unescaped' : 'n';
    const text = onlyType(plan) ? this.#fields(plan.fields.get(onlyType(plan)!.name)!) : undefined;
    const body = text === undefined ? this.#byType(plan) : `const t = ${text};`;
    const { known: kept, keep } = isRoot ? { known: 'plain = unescaped;', keep: 'return t;' } : this.#textOn(plan);
    this.code.define(name, parameters, `${kept}\nlet v;\n${body}\n${keep}`);
    return name;
  }

  /** A node keeps its text; one for each plan where its shape has different selections below different parents. */
  #textOn(plan: ObjectPlan): { readonly known: string; readonly keep: string } {
    const plans = this.#plans.get(plan.shape)!;
    if (plans.length === 1) return { known: 'if (n.text !== undefined) return n.text;', keep: 'return n.text = t;' };
    const at = plans.indexOf(plan);
    return {
      known: `const texts = n.text ??= [];\nif (texts[${at}] !== undefined) return texts[${at}];`,
      keep: `return texts[${at}] = t;`,
    };
  }

  /** Types with the same fields share a case. */
  #byType(plan: ObjectPlan): string {
    const cases = new Map<string, string[]>();
    for (const [type, fields] of plan.fields) {
      const text = this.#fields(fields, type);
      cases.set(text, [...(cases.get(text) ?? []), type]);
    }
    const lines = [...cases].map(
      ([text, types]) => `${types.map((type) => `case ${JSON.stringify(type)}: `).join('')}t = ${text}; break;`,
    );
    return `let t;\nswitch (n.type ?? ${JSON.stringify(plan.declared.name)}) {\n${lines.join('\n')}\ndefault: throw ${this.#stop};\n}`;
  }

  #fields(fields: readonly FieldPlan[], type = ''): string {
    if (fields.length === 0) return '"{}"';
    const parts = fields.map((field, index) => {
      const name = `${index === 0 ? '{' : ','}${JSON.stringify(field.name)}:`;
      if (field.kind === 'typename')
        return JSON.stringify(`${name}${JSON.stringify(type || field.coordinate.split('.')[0])}`);
      return `${JSON.stringify(name)} + ${this.#value(field)}`;
    });
    return `${parts.join(' + ')} + "}"`;
  }

  #value(field: FieldPlan): string {
    if (field.kind === 'introspection') return `introspection.get(${JSON.stringify(field.name)})`;
    const read = field.isUnplanned ? `planned(n.${field.property})` : `n.${field.property}`;
    if (field.floor && field.leaf && !isListType(nullable(field.type)))
      return `${this.#counted(field, field.floor.minimum)}(${read})`;
    if (field.transform)
      return `${this.#transformed(field)}(${read}${field.beside === undefined ? '' : `, n.${field.beside}`})`;
    if (!field.leaf || isListType(nullable(field.type))) return `${this.#valueWriter(field, field.type)}(${read})`;
    const write = this.code.constant(field.leaf.write);
    return isNonNullType(field.type)
      ? `${write}(${read}, plain)`
      : `((v = ${read}) == null ? "null" : ${write}(v, plain))`;
  }

  /** A count that should have been perturbed ends the writing; project-data.ts reports which one. */
  #counted(field: FieldPlan, minimum: number): string {
    const name = this.code.newName();
    const ifNull = isNonNullType(field.type) ? `throw ${this.#stop}` : 'return "null"';
    this.code.define(
      name,
      'v',
      `if (v == null) ${ifNull};
if (!(v === 0 || v >= ${minimum})) throw ${this.#stop};
return ${this.code.constant(field.leaf!.write)}(v, plain);`,
    );
    return name;
  }

  #transformed(field: FieldPlan): string {
    const name = this.code.newName();
    const ifNull = isNonNullType(field.type) ? `throw ${this.#stop}` : 'return "null"';
    this.code.define(
      name,
      'v, beside',
      `if (v == null) ${ifNull};
if (v instanceof ${this.code.constant(InvalidValue)}) throw ${this.#stop};
if (beside instanceof ${this.code.constant(InvalidValue)}) beside = undefined;
v = ${this.code.constant(field.transform)}(v, beside);
if (v == null) ${ifNull};
return ${this.code.constant(jsonText)}(v);`,
    );
    return name;
  }

  /** @returns the name of the function that writes a value of this type */
  #valueWriter(field: FieldPlan, type: GraphQLOutputType): string {
    const key = `${String(type)} ${field.object ? this.object(field.object) : this.code.constant(field.leaf!.write)}`;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const name = this.code.newName();
    this.#values.set(key, name);
    const ifNull = isNonNullType(type) ? `throw ${this.#stop}` : 'return "null"';
    const inner = nullable(type);
    const body = isListType(inner) ? this.#listBody(this.#valueWriter(field, inner.ofType)) : this.#oneBody(field);
    this.code.define(name, 'v', `if (v == null) ${ifNull};\n${body}`);
    return name;
  }

  #listBody(element: string): string {
    return `if (!Array.isArray(v)) throw ${this.#stop};
if (v.length === 0) return "[]";
let t = "[" + ${element}(v[0]);
for (let i = 1; i < v.length; i++) t += "," + ${element}(v[i]);
return t + "]";`;
  }

  #oneBody(field: FieldPlan): string {
    if (!field.object) return `return ${this.code.constant(field.leaf!.write)}(v, plain);`;
    return `if (v.mark === undefined) throw ${this.#stop};\nreturn ${this.object(field.object)}(v);`;
  }
}

function nullable(type: GraphQLOutputType): GraphQLOutputType {
  return isNonNullType(type) ? type.ofType : type;
}
